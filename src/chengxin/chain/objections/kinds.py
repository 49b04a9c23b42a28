"""Plugs of the objections."""

from chengxin.chain.objections import deciding, filed, forms, operations, papers
from chengxin.chain.objections.queries import (
    grounds_against,
    is_contested,
    open_objections,
    wrong_body_in_question,
)
from chengxin.chain.objections.sections import objection_section, objections_section
from chengxin.chain.records.showing import contribute
from chengxin.foundation.archives.plugs import plug_contents
from chengxin.foundation.documents.plugs import DocumentKind, plug_document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import (
    Button,
    Follower,
    MatterKind,
    Section,
    button_of_move,
    plug_button,
    plug_follower,
    plug_kind,
    plug_section,
)
from chengxin_core.lifecycle.ends import OBJECTION, ObjectionState
from chengxin_core.lifecycle.records import RECORD, RecordState
from chengxin_core.lifecycle.table import Actor


def _may_be_contested(matter: Matter) -> bool:
    return bool(grounds_against(matter)) and not open_objections(matter)


plug_kind(
    MatterKind(
        code="objection",
        lifecycle=OBJECTION,
        buttons=(
            button_of_move(OBJECTION, "accept", operations.accept),
            button_of_move(OBJECTION, "decline", operations.decline, forms.Reason),
            button_of_move(OBJECTION, "ask_supplier", operations.ask_supplier, forms.AskSupplier),
            Button(
                "record_answer",
                "登记协查答复",
                frozenset({ObjectionState.VERIFYING}),
                frozenset({Actor.CREDIT_OFFICER}),
                operations.record_answer,
                forms.Answer,
                ("C-17",),
            ),
            Button(
                "add_proof",
                "补充证明材料",
                frozenset({ObjectionState.FILED, ObjectionState.ACCEPTED, ObjectionState.VERIFYING}),
                frozenset({Actor.LIAISON}),
                operations.add_proof,
                forms.Proof,
                ("C-17",),
                waits=None,
            ),
            button_of_move(OBJECTION, "correct", deciding.correct, forms.Correct, deciding.can_be_corrected),
            button_of_move(OBJECTION, "remove", deciding.remove, forms.Remove),
            button_of_move(OBJECTION, "maintain", deciding.maintain, forms.Reason),
        ),
    )
)
plug_button(
    "record",
    Button(
        "object",
        "提出异议",
        frozenset(operations.CONTESTABLE),
        frozenset({Actor.LIAISON}),
        operations.file_objection,
        forms.File,
        ("C-15", "C-17"),
        offered=_may_be_contested,
        waits=None,
    ),
)
plug_button("record", button_of_move(RECORD, "correct", deciding.correct_unasked, forms.Correct, waits=None))
plug_section(Section("objections.objection", "objection", "objections/objection.html", objection_section))
plug_section(Section("objections.of_record", "record", "objections/of_record.html", objections_section))
plug_document(
    DocumentKind(
        deciding.DECISION,
        "异议处理决定书",
        papers.decision,
        sections=("异议事项", "核查情况和理由", "处理决定"),
        acts=("objection_maintained", "record", "record_ended"),
    )
)
plug_document(
    DocumentKind(
        operations.NOT_ACCEPTED,
        "异议不予受理通知书",
        papers.not_accepted,
        sections=("理由",),
        acts=("objection_not_accepted",),
    )
)
plug_document(
    DocumentKind(
        deciding.CORRECTION,
        "更正通知书",
        papers.correction,
        acts=("record",),
    )
)
for _state in (ObjectionState.ACCEPTED, ObjectionState.CORRECTED, ObjectionState.MAINTAINED):
    plug_follower(Follower(f"objections.marker_{_state}", "objection", _state, operations.follow_objection))
for _end in (RecordState.WITHDRAWN, RecordState.REPAIRED, RecordState.EXPIRED, RecordState.DISMISSED):
    plug_follower(Follower(f"objections.lapse_{_end}", "record", _end, operations.follow_end_of_record))
contribute(contested=is_contested, doubt=wrong_body_in_question)
for _contents in filed.CONTENTS:
    plug_contents(_contents)
