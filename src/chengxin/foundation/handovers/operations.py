"""Writes of handovers: the list, the acceptance, the signature at which posts and what is in hands change at once."""

import io
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from chengxin.foundation.accounts.models import Change, Mandate, Reach, User
from chengxin.foundation.accounts.operations import (
    MandateRefused,
    close_account,
    end_at_once,
    grant_mandate,
    note_change,
    require_grantable,
)
from chengxin.foundation.accounts.queries import colleagues_of, mandates_of, parts_of
from chengxin.foundation.documents.rendering import render_docx, render_pdf
from chengxin.foundation.handovers.listing import form_to_sign, lines_of, write_workbook
from chengxin.foundation.handovers.models import Handover, HandoverPost
from chengxin.foundation.handovers.plugs import holdings
from chengxin.foundation.handovers.queries import handover_of
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import (
    NewMatter,
    UnableToMove,
    attach,
    hand_over,
    move,
    open_affair,
)
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.notifications.models import Occasion
from chengxin.foundation.notifications.occasions import tell_posts
from chengxin.foundation.signins.models import SignInKind
from chengxin.foundation.signins.operations import end_devices_of, note_event
from chengxin.ground import files, home
from chengxin.ground.attachments import Upload
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.handovers import HANDOVER
from chengxin_core.lifecycle.table import Actor

_PDF = "application/pdf"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class HandoverRefused(UnableToMove):
    """A handover that cannot be begun, accepted or signed as asked; the text says why and what would do."""


@transaction.atomic
def begin_handover(
    *, posts: Sequence[Mandate], successor: User, chief: Mandate, by: Mandate, at: datetime, reason: str
) -> Handover:
    """Draw up the list of what the holder of `posts` has in hands; nothing changes hands yet.

    `posts` are one person's, in one body. The leaver begins it, or the chief where the leaver cannot.
    """
    _require_fitting(posts, successor, chief, by, at)
    first, body = posts[0], posts[0].body
    new = NewMatter(HANDOVER, f"岗位交接：{'、'.join(post.post for post in posts)}", body, body)
    theirs = [each for each in mandates_of(successor, on=legal_day(at)) if each.body_id == body.pk]
    matter = open_affair(new=new, participants={first, chief, by, *posts, *theirs}, by=by, at=at, note=reason)
    handover = Handover.objects.create(
        matter=matter,
        leaver=first.user,
        successor=successor,
        chief=chief,
        reason=reason,
        lines=[asdict(line) for line in lines_of(posts)],
        listed_at=at,
    )
    HandoverPost.objects.bulk_create(HandoverPost(handover=handover, mandate=post) for post in posts)
    _tell(handover, theirs, at)
    return handover


@transaction.atomic
def accept(*, matter: Matter, by: Mandate, at: datetime) -> None:
    """Accept what there is, as the successor; the list is drawn anew at this moment."""
    handover = handover_of(matter)
    if by.user_id != handover.successor_id:
        raise HandoverRefused("交接由接任人接收")
    move(matter=matter, code="accept", by=by, at=at)
    handover.lines = [asdict(line) for line in lines_of(_posts(handover))]
    handover.listed_at = at
    handover.save(update_fields=["lines", "listed_at"])
    _tell(handover, [handover.chief], at)


@transaction.atomic
def sign(*, matter: Matter, by: Mandate, at: datetime) -> str:
    """Sign as chief: the posts end and begin at this instant, and what was in hands goes with them, all or nothing.

    What came in after the acceptance is in the list that is kept. Raises `HandoverRefused` and changes nothing
    where the successor may not have one of the posts.
    """
    handover = handover_of(matter)
    if by.pk != handover.chief_id or by.user_id in {handover.leaver_id, handover.successor_id}:
        raise HandoverRefused("交接由清单写明的监交负责人签字")
    move(matter=matter, code="sign", by=by, at=at)
    posts = _posts(handover)
    handover.lines, handover.signed_at = [asdict(line) for line in lines_of(posts)], at
    handover.save(update_fields=["lines", "signed_at"])
    _keep_papers(handover, by, at)
    moved = sum(_change_hands(handover, post, by, at) for post in posts)
    if not mandates_of(handover.leaver, on=legal_day(at)):
        close_account(user=handover.leaver)
        end_devices_of(user=handover.leaver, kind=SignInKind.POSTS_OVER, at=at)
        note_event(user=handover.leaver, kind=SignInKind.POSTS_OVER, at=at)
    return f"{len(posts)} 个岗位、{moved} 件在办事项已同时移交"


@transaction.atomic
def cancel(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Give the handover up before it is signed; everything stays where it was."""
    move(matter=matter, code="cancel", by=by, at=at, note=reason)


def _tell(handover: Handover, posts: Sequence[Mandate], at: datetime) -> None:
    """Tell who has to do the next step; a successor without a post yet is told by the leaver."""
    matter = handover.matter
    once = f"handover:{matter.pk}:{matter.version}"
    tell_posts(matter=matter, posts=posts, occasion=Occasion.HANDOVER, once=once, at=at)


def _change_hands(handover: Handover, post: Mandate, by: Mandate, at: datetime) -> int:
    """End a post and begin it for the successor in the same breath; return how many matters went along."""
    end_at_once(mandate=post, at=at)
    try:
        becomes = grant_mandate(
            user=handover.successor,
            role=Actor(post.role),
            body_id=post.body_id,
            scope=post.scope,
            reach=Reach(post.reach),
            parts=parts_of(post),
            post=post.post,
            valid_from=legal_day(at),
            valid_until=post.valid_until,
        )
    except MandateRefused as refusal:
        raise HandoverRefused(str(refusal)) from None
    HandoverPost.objects.filter(handover=handover, mandate=post).update(becomes=becomes)
    note_change(change=Change.END, mandate=post, by=by, at=at, reason=f"岗位交接 {handover.matter.number}")
    note_change(
        change=Change.HANDOVER, mandate=becomes, by=by, at=at, reason=f"岗位交接 {handover.matter.number}"
    )
    for holding in holdings():
        if holding.pass_on is not None:
            holding.pass_on(was=post, now=becomes, at=at)
    return hand_over(was=post, now=becomes)


def _keep_papers(handover: Handover, by: Mandate, at: datetime) -> None:
    """Keep the list as workbook and the form to sign by hand, as PDF and DOCX, among the attachments."""
    form, book = form_to_sign(handover), io.BytesIO()
    write_workbook(handover, book)
    papers = (
        ("岗位交接书.pdf", render_pdf(form), _PDF),
        ("岗位交接书.docx", render_docx(form), _DOCX),
        ("交接清单.xlsx", book.getvalue(), _XLSX),
    )
    kept = [
        Upload(name, *files.keep(home.current(), [data]), media_type) for name, data, media_type in papers
    ]
    attach(matter=handover.matter, part=Part.HANDOVER, uploads=kept, by=by, at=at)


def _posts(handover: Handover) -> list[Mandate]:
    posts = handover.posts.select_related("mandate__user", "mandate__body").order_by("pk")
    return [each.mandate for each in posts]


def _require_fitting(
    posts: Sequence[Mandate], successor: User, chief: Mandate, by: Mandate, at: datetime
) -> None:
    if not posts or len({(post.user_id, post.body_id) for post in posts}) > 1:
        raise HandoverRefused("一次交接一个人在一个单位的岗位，至少一个")
    first, today = posts[0], legal_day(at)
    held = {each.pk for each in mandates_of(first.user, on=today) if each.principal_id is None}
    if not {post.pk for post in posts} <= held:
        raise HandoverRefused("岗位已经终止，或者是代理的岗位，不能交接")
    if by.user_id not in {first.user_id, chief.user_id}:
        raise HandoverRefused("交接由离岗人或者监交负责人发起")
    if not colleagues_of(first, on=today).filter(pk=successor.pk).exists():
        raise HandoverRefused("接任人应当已在本单位任岗；新到人员请先按授权管理授予岗位")
    _require_grantable(posts, successor, at)
    signs = chief.role in HANDOVER.move("sign").actors and chief.body_id == first.body_id
    if not signs or chief.user_id in {first.user_id, successor.pk} or chief.principal_id is not None:
        raise HandoverRefused("监交人应当是本单位离岗人和接任人以外的负责人")
    pending = HandoverPost.objects.filter(mandate__in=posts, handover__signed_at=None)
    if pending.exclude(handover__matter__state__in=HANDOVER.ends).exists():
        raise HandoverRefused("其中的岗位正在交接，请先办完或者取消")


def _require_grantable(posts: Sequence[Mandate], successor: User, at: datetime) -> None:
    """Refuse at once who could not be given one of the posts at the end."""
    for post in posts:
        try:
            require_grantable(
                user=successor,
                role=Actor(post.role),
                body=post.body,
                scope=post.scope,
                reach=Reach(post.reach),
                parts=parts_of(post),
                valid_from=legal_day(at),
                valid_until=post.valid_until,
            )
        except MandateRefused as refusal:
            raise HandoverRefused(f"接任人不能接任“{post.post}”：{refusal}") from None
