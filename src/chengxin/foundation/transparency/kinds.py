"""What this room plugs in: the kind of publication that every room builds on, the log's ticks, the audit's anchor."""

from chengxin.foundation.audit.plugs import plug_heads
from chengxin.foundation.deadlines.nightly import Nightly, plug_nightly
from chengxin.foundation.transparency.anchoring import AUDIT, anchor_audit, anchored_heads
from chengxin.foundation.transparency.plugs import PublicationKind, plug_publication
from chengxin.foundation.transparency.record_content import FORMAT, RecordContent
from chengxin.foundation.transparency.sequencer import keep_up
from chengxin.foundation.transparency.witnessing import gather_cosignatures
from chengxin.ground.jobs import Tick, plug_tick

plug_publication(
    PublicationKind(
        code="record",
        zh="政务失信记录",
        schema=RecordContent,
        format=FORMAT,
        listing=("title", "body", "severity", "published_on", "ends_on_latest"),
    )
)
plug_nightly(Nightly("transparency.anchor", "审计链头存证", 85, anchor_audit))
plug_heads(AUDIT, anchored_heads)
plug_tick(Tick("transparency.log", 5.0, keep_up))
plug_tick(Tick("transparency.witnesses", 15.0, gather_cosignatures, apart=True))
