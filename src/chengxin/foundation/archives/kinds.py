"""Plugs of filing: packages are kept files, and a hold of the whole platform reaches case files too."""

from chengxin.foundation.archives.models import Filing
from chengxin.foundation.archives.queries import HELD_CLASS
from chengxin.foundation.retention.plugs import HeldClass, plug_held_class
from chengxin.ground.keepers import Keeper, plug_keeper

plug_held_class(HeldClass(HELD_CLASS, "归档案卷"))
plug_keeper(Keeper("archives.package", "归档包", Filing, "package"))
