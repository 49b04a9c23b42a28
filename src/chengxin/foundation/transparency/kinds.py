"""What this room itself plugs in: the kind of publication that every other room builds on."""

from chengxin.foundation.transparency.plugs import PublicationKind, plug_publication
from chengxin.foundation.transparency.record_content import FORMAT, RecordContent

plug_publication(
    PublicationKind(
        code="record",
        zh="政务失信记录",
        schema=RecordContent,
        format=FORMAT,
        listing=("title", "body", "severity", "published_on", "ends_on_latest"),
    )
)
