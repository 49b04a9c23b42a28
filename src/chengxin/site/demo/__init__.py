"""演示: real cases re-told at their true dates, and running matters about invented bodies, all marked 演示数据.

Keeps      nothing of its own: everything is made by the operations of the rooms, as people would make it.
Promises   no invented fact stands on a real body's page: invented bodies have invented organs; what the law no longer
           lets anyone publish is refused here too; doing it again changes nothing.
Refuses    to run in a home that was not made for it.
Start at   telling.py.
"""

from chengxin.site.demo.cast import LOGINS, PASSWORD
from chengxin.site.demo.telling import tell

__all__ = ["LOGINS", "PASSWORD", "tell"]
