"""来信与答复: where a complaint belongs, by words that can be shown, and whether an answer to it says anything.

Keeps      nothing: messages go in, proposals with their words and confidence come out.
Promises   the same messages give the same model; a word shown to have counted stands in the message; how sure a
           proposal is was measured on messages that the model had not learnt.
Refuses    to assign or to judge: it proposes, a person confirms; no dictionary, no download, no library of numbers.
Start at   functions (rules), training and model (learnt weights), model_file (bytes), replies (second look).
"""
