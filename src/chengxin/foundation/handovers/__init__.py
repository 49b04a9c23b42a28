"""岗位交接: whoever leaves a post hands it over whole, at one instant, to somebody who accepted what there is.

Keeps      handovers: who leaves, who follows, which posts, the list of what there was.
Promises   the list is drawn from the tables, not typed; the posts end and begin in one transaction, and with them what
           was in hands moves; before and after it nothing is ownerless.
Refuses    to hand over to somebody who has no post in the body, and to let the leaver or successor sign for the chief.
Start at   models.py, then listing.py, then operations.py.
"""
