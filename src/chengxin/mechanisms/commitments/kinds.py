"""Plugs of the ledger: the kind of matter with its buttons, the night, handovers, and what is published of it."""

from typing import Any

from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.archives.plugs import plug_contents
from chengxin.foundation.deadlines.models import Rung
from chengxin.foundation.deadlines.nightly import Nightly, plug_nightly
from chengxin.foundation.deadlines.plugs import Effect, plug_effect
from chengxin.foundation.documents.plugs import DocumentKind, plug_document
from chengxin.foundation.documents.queries import has_document
from chengxin.foundation.handovers.plugs import Holding, plug_holding
from chengxin.foundation.ledgers.plugs import plug_ledger
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
from chengxin.foundation.retention.rows import class_of_refused_rows
from chengxin.foundation.transparency.plugs import PublicationKind, plug_private_names, plug_publication
from chengxin.ground import clock
from chengxin.ground.keepers import Keeper, plug_keeper
from chengxin.ground.resealing import Sealed, plug_sealed
from chengxin.mechanisms.commitments import (
    changing,
    filed,
    findings,
    forms,
    ledgers,
    operations,
    owners,
    paying,
    queries,
    showing,
    watching,
)
from chengxin.mechanisms.commitments.models import Commitment, RefusedPromise, ReportRead, Vacancy
from chengxin.mechanisms.commitments.promise_content import FORMAT, PromiseContent
from chengxin.mechanisms.commitments.sections import commitment_section
from chengxin_core.lifecycle.commitments import CHANGING, COMMITMENT, OPEN
from chengxin_core.lifecycle.table import Actor

_UNIT_OR_KEEPER = frozenset({Actor.LIAISON, Actor.CREDIT_OFFICER})
_ENTERED = frozenset({*OPEN, "fulfilled", "fulfilled_late", "broken", "ended", "invalid"})
_LATE = frozenset({"overdue", "performing", "due_soon", *CHANGING, "disputed"})


def _is_vacant(matter: Matter) -> bool:
    return bool(matter.commitment.takings.filter(taken_at=None).exists())


def _is_for_the_liaison(matter: Matter) -> bool:
    waiting = matter.commitment.takings.filter(taken_at=None)
    return bool(waiting.exclude(why=Vacancy.HEAD_CHANGED).exists())


def _is_overdue(matter: Matter) -> bool:
    return matter.commitment.overdue_since is not None


def _has_terms(matter: Matter) -> bool:
    return hasattr(matter.commitment, "payable")


def _is_behind(matter: Matter) -> bool:
    return bool(matter.commitment.is_behind)


def _ends(matter: Matter) -> bool:
    version = queries.proposed_version(queries.commitment_of(matter))
    return version is not None and not version.target


def _adopts(matter: Matter) -> bool:
    return not _ends(matter)


def _has_no_finding(matter: Matter) -> bool:
    return not has_document(matter, queries.FINDING)


def _today(matter: Matter, by: Mandate) -> Any:
    return commitment_section(matter, by, at=clock.now())


plug_kind(
    MatterKind(
        code=COMMITMENT.kind,
        lifecycle=COMMITMENT,
        buttons=(
            Button(
                "review",
                "登记前置审查",
                frozenset({"proposed"}),
                _UNIT_OR_KEEPER,
                operations.review,
                forms.Review,
                ("K5-01", "K5-04", "A-47"),
            ),
            button_of_move(
                COMMITMENT,
                "approve",
                operations.approve,
                forms.Reason,
                barred=operations.why_not_approved_by,
            ),
            button_of_move(COMMITMENT, "reject", operations.reject, forms.Reason, waits=None),
            button_of_move(COMMITMENT, "enter", operations.enter, forms.Owner),
            button_of_move(COMMITMENT, "report", operations.report, forms.Report),
            Button(
                "take_over",
                "签收承诺",
                OPEN,
                frozenset({Actor.LIAISON}),
                owners.take_over,
                basis=("N-27",),
                offered=_is_for_the_liaison,
                waits=queries.is_vacant(),
            ),
            Button(
                "name_owner",
                "指定承办岗位",
                OPEN,
                frozenset({Actor.CREDIT_OFFICER}),
                owners.name_owner,
                forms.Owner,
                ("N-27",),
                offered=_is_vacant,
                waits=queries.is_vacant(escalated=True),
            ),
            Button(
                "explain",
                "说明逾期的理由",
                _LATE,
                frozenset({Actor.LIAISON}),
                operations.explain,
                forms.Explain,
                ("K5-06", "A-43", "N-27"),
                offered=_is_overdue,
                waits=Q(commitment__overdue_since__isnull=False),
            ),
            Button(
                "verify",
                "核实为已履行",
                frozenset({"reported", "disputed"}),
                frozenset({Actor.CREDIT_OFFICER}),
                operations.verify,
                forms.Verify,
                ("A-42", "K8-03"),
                barred=operations.why_not_found_by,
            ),
            button_of_move(COMMITMENT, "send_back", operations.send_back, forms.Reason),
            Button(
                "hear_beneficiary",
                "登记受益方意见",
                frozenset({"fulfilled", "fulfilled_late"}),
                frozenset({Actor.CREDIT_OFFICER}),
                operations.hear_beneficiary,
                forms.BeneficiarySays,
                ("A-42",),
                waits=None,
            ),
            button_of_move(
                COMMITMENT,
                "break",
                operations.find_broken,
                forms.Reason,
                barred=operations.why_not_found_by,
            ),
            Button(
                "draft_finding",
                "拟写违约失信认定书",
                frozenset({"broken"}),
                frozenset({Actor.CREDIT_OFFICER}),
                findings.draft_finding,
                basis=("N-26", "Q-24"),
                offered=_has_no_finding,
                waits=queries.lacks_a_finding(),
            ),
            button_of_move(
                COMMITMENT, "propose_change", changing.propose_change, forms.ProposeChange, waits=None
            ),
            button_of_move(COMMITMENT, "check_procedure", changing.check_procedure, forms.Procedure),
            button_of_move(COMMITMENT, "fix_compensation", changing.fix_compensation, forms.Compensate),
            button_of_move(COMMITMENT, "adopt_change", changing.decide, forms.Reason, offered=_adopts),
            button_of_move(COMMITMENT, "end", changing.decide, forms.Reason, offered=_ends),
            button_of_move(COMMITMENT, "refuse_change", changing.refuse_change, forms.Reason, waits=None),
            button_of_move(COMMITMENT, "invalidate", changing.invalidate, forms.Compensate, waits=None),
            Button(
                "note_compensation",
                "登记补偿已经支付",
                None,
                frozenset({Actor.CREDIT_OFFICER}),
                changing.note_compensation,
                forms.PaidOn,
                ("K5-06", "K8-03"),
                offered=lambda matter: matter.commitment.compensations.filter(
                    paid_on=None, fen__gt=0
                ).exists(),
                waits=None,
            ),
            Button(
                "set_terms",
                "登记应付款",
                OPEN,
                _UNIT_OR_KEEPER,
                paying.set_terms,
                forms.PaymentTerms,
                ("K1-11", "K1-12", "K1-14"),
                waits=None,
                offered_to=paying.may_set_terms,
            ),
            Button(
                "pay",
                "登记付款",
                OPEN,
                _UNIT_OR_KEEPER,
                paying.pay,
                forms.Pay,
                ("K1-11",),
                offered=_has_terms,
                waits=None,
            ),
            Button(
                "release",
                "公开审查并公示",
                _ENTERED,
                frozenset({Actor.RELEASE_REVIEWER}),
                showing.release,
                forms.Release,
                ("Q-27", "A-47"),
                offered=_is_behind,
                waits=Q(commitment__is_behind=True),
            ),
            Button(
                "take_down",
                "撤下公示",
                _ENTERED,
                frozenset({Actor.CREDIT_HEAD}),
                showing.take_down,
                forms.Reason,
                ("C-55",),
                waits=None,
            ),
        ),
    )
)
plug_section(Section("commitments.commitment", COMMITMENT.kind, "commitments/commitment.html", _today))
plug_document(
    DocumentKind(
        queries.FINDING,
        "违约失信认定书",
        findings.finding,
        findings.finding_served,
        findings.still_wanted,
        sections=("查明的事实", "说明及采纳情况", "依据", "认定"),
        acts=("finding",),
        drawn_in="政务承诺",
    )
)
plug_holding(Holding("commitments", owners.lines, owners.pass_on))
plug_effect(Effect(owners.CLOCK, Rung.RED, owners.escalate))
plug_private_names("commitments", queries.private_names)
plug_sealed(Sealed("commitments.beneficiary", "承诺的受益方", Commitment, "beneficiary", queries.SEAL))
plug_sealed(Sealed("commitments.row", "未接受的承诺", RefusedPromise, "sealed", queries.ROW_SEAL))
plug_publication(
    PublicationKind(
        code=showing.KIND,
        zh="政务承诺",
        schema=PromiseContent,
        format=FORMAT,
        listing=("title", "body", "standing", "due_on", "published_on"),
    )
)
plug_nightly(Nightly("commitments.bodies", "单位撤并后的承诺承继", 12, watching.follow_bodies))
plug_nightly(Nightly("commitments.posts", "承诺承办岗位空缺", 14, owners.follow_posts))
plug_nightly(Nightly("commitments.watch", "承诺到期和逾期", 16, watching.watch))
plug_keeper(Keeper("commitments.report", "读过的工作报告", ReportRead, "sha256"))
plug_ledger(ledgers.COMMITMENTS)
plug_ledger(ledgers.PAYMENTS)
plug_record_class(
    class_of_refused_rows(
        "commitments.refused", "未接受的承诺", rows=RefusedPromise.objects.all, moment="taken_in__at"
    )
)
add_doors(MATTERS.code, "commitments:one_json", "commitments:take")
for _contents in filed.CONTENTS:
    plug_contents(_contents)
