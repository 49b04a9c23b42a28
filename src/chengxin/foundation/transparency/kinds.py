"""What this room itself plugs in: the kind of publication that every other room builds on, and the log's ticks."""

from chengxin.foundation.transparency.plugs import PublicationKind, plug_publication
from chengxin.foundation.transparency.record_content import FORMAT, RecordContent
from chengxin.foundation.transparency.sequencer import run_sequencer
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
plug_tick(Tick("transparency.log", 5.0, run_sequencer))
plug_tick(Tick("transparency.witnesses", 15.0, gather_cosignatures, apart=True))
