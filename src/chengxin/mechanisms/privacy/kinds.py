"""Plugs of personal information: requests of persons with their answer, and breaches. No publication."""

from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.documents.plugs import DocumentKind, plug_document
from chengxin.foundation.matters.explaining import MATTERS
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import (
    Button,
    MatterKind,
    Section,
    button_of_move,
    plug_kind,
    plug_section,
)
from chengxin.foundation.matters.sights import add_doors
from chengxin.foundation.retention.plugs import plug_record_class
from chengxin.ground.resealing import Sealed, plug_sealed
from chengxin.mechanisms.dossiers.own_words import OWN_WORDS
from chengxin.mechanisms.privacy import breaches, forms, keeping, operations, papers, persons, sealing
from chengxin.mechanisms.privacy.models import DataRequest
from chengxin.mechanisms.privacy.sections import breach_section, person_section, request_section
from chengxin_core.lifecycle.privacy import BREACH, DATA_REQUEST, PERSON_REQUEST

plug_kind(
    MatterKind(
        code=DATA_REQUEST.kind,
        lifecycle=DATA_REQUEST,
        buttons=(
            button_of_move(DATA_REQUEST, "grant", operations.grant, forms.Reason),
            button_of_move(DATA_REQUEST, "refuse", operations.refuse, forms.Reason),
            button_of_move(DATA_REQUEST, "retract", operations.retract, waits=None),
        ),
    )
)
plug_kind(
    MatterKind(
        code=PERSON_REQUEST.kind,
        lifecycle=PERSON_REQUEST,
        is_personal=True,
        buttons=(
            button_of_move(PERSON_REQUEST, "grant", persons.grant, forms.Reason),
            button_of_move(PERSON_REQUEST, "refuse", persons.refuse, forms.Reason),
            button_of_move(PERSON_REQUEST, "retract", persons.retract, forms.TakenBack, waits=None),
            Button(
                "serve",
                "登记送达",
                persons.ANSWERED,
                sealing.COUNTER,
                persons.serve,
                forms.Served,
                ("T-57",),
                offered=persons.is_unserved,
                waits=Q(person_request__served_on=None),
            ),
        ),
    )
)


def _is_chief(matter: Matter, by: Mandate) -> bool:
    return by.pk == matter.breach.chief_id


plug_kind(
    MatterKind(
        code=BREACH.kind,
        lifecycle=BREACH,
        buttons=(
            button_of_move(BREACH, "assess", breaches.assess, forms.Assess),
            button_of_move(BREACH, "contain", breaches.contain, forms.Contain),
            button_of_move(BREACH, "report", breaches.report, forms.ReportTo, offered_to=_is_chief),
            button_of_move(BREACH, "tell", breaches.tell, forms.TellHow, offered_to=_is_chief),
            button_of_move(BREACH, "tell_not", breaches.tell_not, forms.TellNot, offered_to=_is_chief),
            button_of_move(
                BREACH, "dismiss", breaches.dismiss, forms.Dismiss, waits=None, offered_to=_is_chief
            ),
        ),
    )
)
plug_section(Section("privacy.breach", BREACH.kind, "privacy/breach.html", breach_section))
plug_section(Section("privacy.request", DATA_REQUEST.kind, "privacy/request.html", request_section))
plug_section(
    Section("privacy.person_request", PERSON_REQUEST.kind, "privacy/person_request.html", person_section)
)
for _column in sealing.columns():
    plug_sealed(_column)
plug_sealed(Sealed("privacy.own_words", "个人信息请求的内容", DataRequest, "sealed_words", OWN_WORDS))
plug_document(
    DocumentKind(
        operations.ANSWER,
        "个人信息请求答复书",
        papers.answer,
        sections=("答复", "办理情况", "理由"),
        acts=("data_request",),
        told="official",
    )
)
for _class in keeping.CLASSES:
    plug_record_class(_class)
add_doors(MATTERS.code, "privacy:identity")
