"""Plugs of suggestions and proposals: their two kinds of matter, and what follows when a promise is over."""

from django.db.models import Q

from chengxin.foundation.archives.plugs import plug_contents
from chengxin.foundation.ledgers.plugs import plug_ledger
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import (
    Button,
    Follower,
    MatterKind,
    Section,
    button_of_move,
    plug_follower,
    plug_kind,
    plug_section,
)
from chengxin.foundation.matters.signing import OnPaperByThePrincipal
from chengxin.foundation.retention.plugs import plug_record_class
from chengxin.foundation.retention.rows import class_of_refused_rows
from chengxin.foundation.subjects.grassroots import grassroots, is_grassroots
from chengxin.foundation.transparency.plugs import PublicationKind, plug_private_names, plug_publication
from chengxin.ground.resealing import Sealed, plug_sealed
from chengxin.mechanisms.proposals import (
    answering,
    filed,
    forms,
    ledgers,
    operations,
    queries,
    sections,
    showing,
)
from chengxin.mechanisms.proposals.models import Proposal, RefusedProposal, Source
from chengxin.mechanisms.proposals.proposal_content import FORMAT, ProposalContent
from chengxin_core.lifecycle.commitments import COMMITMENT
from chengxin_core.lifecycle.proposals import CO_HANDLING, PROPOSAL
from chengxin_core.lifecycle.table import Actor

_REVIEWER = frozenset({Actor.RELEASE_REVIEWER})
_OFFICE = frozenset({Actor.INTAKE_OFFICER})
_BEFORE_AN_ANSWER = frozenset({"assigned", "return_requested", "in_progress", "to_sign", "to_revise"})
_ASSIGNED = frozenset({*_BEFORE_AN_ANSWER, "answered", "rework", "follow_up", "closed"})
_FIRST = frozenset({"in_progress", "rework"})
_WAITS_TO_DRAFT = Q(state__in=_FIRST) | queries.must_answer_again()


def _is_at_the_grass_roots(matter: Matter) -> bool:
    return is_grassroots(matter.body)


def _is_withheld(matter: Matter) -> bool:
    return queries.withholding_of(matter.proposal) is not None


def _is_not_withheld(matter: Matter) -> bool:
    return not _is_withheld(matter)


def _may_be_shown(matter: Matter) -> bool:
    proposal = matter.proposal
    return proposal.is_behind and not proposal.is_confidential and not _is_withheld(matter)


def _may_draft(matter: Matter) -> bool:
    return matter.state in _FIRST or answering.may_answer_again(matter)


def _may_be_hard(matter: Matter) -> bool:
    return bool(matter.proposal.source == Source.DEPUTY and not matter.proposal.is_hard)


plug_kind(
    MatterKind(
        code=PROPOSAL.kind,
        lifecycle=PROPOSAL,
        head_signs=True,
        buttons=(
            button_of_move(PROPOSAL, "assign", operations.assign, forms.Assign),
            button_of_move(PROPOSAL, "take", operations.take),
            button_of_move(PROPOSAL, "ask_return", operations.ask_return, forms.Reason, waits=None),
            button_of_move(PROPOSAL, "reassign", operations.reassign, forms.Reassign),
            button_of_move(PROPOSAL, "keep", operations.keep, forms.Reason),
            button_of_move(
                PROPOSAL, "draft", answering.draft, forms.Draft, offered=_may_draft, waits=_WAITS_TO_DRAFT
            ),
            Button(
                "revise",
                "修改答复",
                frozenset({"to_sign"}),
                frozenset({Actor.LIAISON}),
                answering.revise,
                forms.Revise,
                ("S-08",),
                waits=None,
            ),
            button_of_move(PROPOSAL, "sign", answering.sign, forms.Sign, barred=answering.why_not_signed_by),
            button_of_move(PROPOSAL, "return_draft", answering.return_draft, forms.Reason, waits=None),
            button_of_move(PROPOSAL, "resubmit", answering.resubmit, forms.Revise),
            button_of_move(
                PROPOSAL,
                "sign_on_paper",
                answering.sign_on_paper,
                OnPaperByThePrincipal,
                offered=_is_at_the_grass_roots,
                waits=grassroots("body__"),
            ),
            Button(
                "hear",
                "登记代表、委员反馈",
                frozenset({"answered"}),
                _OFFICE,
                answering.hear,
                forms.Hear,
                ("S-12", "S-13"),
            ),
            Button(
                "declare_hard",
                "涉及面广、处理难度大",
                _BEFORE_AN_ANSWER,
                _OFFICE,
                operations.declare_hard,
                forms.Reason,
                ("S-01",),
                offered=_may_be_hard,
                waits=None,
            ),
            Button(
                "release",
                "公开审查并公开",
                _ASSIGNED,
                _REVIEWER,
                showing.release,
                forms.Release,
                ("Q-27", "S-14"),
                offered=_may_be_shown,
                waits=Q(proposal__is_behind=True),
            ),
            Button(
                "withhold",
                "不予公开",
                _ASSIGNED,
                _REVIEWER,
                showing.withhold,
                forms.Withhold,
                ("S-14", "S-05", "Q-27"),
                offered=_is_not_withheld,
                waits=Q(proposal__is_behind=True, proposal__is_confidential=True),
            ),
            Button(
                "lift",
                "恢复公开",
                _ASSIGNED,
                _REVIEWER,
                showing.lift,
                forms.Reason,
                ("S-14", "Q-27"),
                offered=_is_withheld,
                waits=None,
            ),
            Button(
                "open_lead",
                "办理失职，形成问题线索",
                _ASSIGNED,
                _OFFICE,
                operations.open_lead,
                forms.Misconduct,
                ("S-15",),
                waits=None,
            ),
        ),
    )
)
plug_kind(
    MatterKind(
        code=CO_HANDLING.kind,
        lifecycle=CO_HANDLING,
        buttons=(button_of_move(CO_HANDLING, "give", operations.give_opinion, forms.Opinion),),
    )
)
plug_section(
    Section("proposals.proposal", PROPOSAL.kind, "proposals/proposal.html", sections.proposal_section)
)
plug_section(
    Section(
        "proposals.co_handling", CO_HANDLING.kind, "proposals/co_handling.html", sections.co_handling_section
    )
)
plug_private_names("proposals", queries.private_names)
plug_sealed(Sealed("proposals.proposer", "建议提案的提出者", Proposal, "proposer", queries.SEAL))
plug_sealed(Sealed("proposals.row", "未接受的建议提案", RefusedProposal, "sealed", queries.ROW_SEAL))
for _state in sorted(queries.OVER):
    plug_follower(Follower(f"proposals.answer_again.{_state}", COMMITMENT.kind, _state, answering.ask_again))
plug_publication(
    PublicationKind(
        code=showing.KIND,
        zh="建议提案",
        schema=ProposalContent,
        format=FORMAT,
        listing=("title", "body", "standing", "published_on"),
    )
)
for _state in ("assigned", "answered", "rework", "follow_up", "closed"):
    plug_follower(Follower(f"proposals.lag.{_state}", PROPOSAL.kind, _state, showing.lag))
plug_ledger(ledgers.PROPOSALS)
plug_record_class(
    class_of_refused_rows(
        "proposals.refused", "未接受的建议提案", rows=RefusedProposal.objects.all, moment="taken_in__at"
    )
)
for _contents in filed.CONTENTS:
    plug_contents(_contents)
