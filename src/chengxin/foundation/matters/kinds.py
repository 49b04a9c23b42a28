"""Plugs of the matters: attachments keep files; what was opened or passed on comes into the index of the search."""

from chengxin.foundation.matters.explaining import MATTERS
from chengxin.foundation.matters.finding import index_waiting
from chengxin.foundation.matters.models import ATTACHED_NAME, Attachment
from chengxin.foundation.matters.sights import plug_sight
from chengxin.ground.jobs import Tick, plug_tick
from chengxin.ground.keepers import Keeper, plug_keeper
from chengxin.ground.resealing import Sealed, plug_sealed

plug_keeper(Keeper("matters.attachment", "事项附件", Attachment, "sha256"))
plug_sealed(Sealed("matters.attached_name", "附件的名称", Attachment, "sealed_name", ATTACHED_NAME))
plug_tick(Tick("matters.index", 5.0, index_waiting, apart=True))
plug_sight(MATTERS)
