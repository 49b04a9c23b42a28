"""裁判文书的阅读: whether a judgment went against a public body, against which, and whether it is effective.

Keeps      how rulings are built: procedures, roles, orders (判项), what an appeal or petition lets stand.
Promises   every answer lists its steps, each with the words of the text that it rests on; the same text gives
           the same answer; texts of any length are read in bounded time.
Refuses    to say 失信: a lost case is 败诉, the competent organ decides what follows (policy Q-22);
           to guess where the text does not say: then it answers 无法判断.
Start at   reading.py, then verdict.py, ruling.py, parties.py, addressee.py, earlier.py, procedure.py.
"""

from chengxin_core.determination.judgments.instrument import JudgmentText, Party, Step
from chengxin_core.determination.judgments.procedure import Procedure
from chengxin_core.determination.judgments.reading import Reading, read_judgment
from chengxin_core.determination.judgments.verdict import Proposal

__all__ = ["JudgmentText", "Party", "Procedure", "Proposal", "Reading", "Step", "read_judgment"]
