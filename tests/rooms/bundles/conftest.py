"""A house that keeps a bundle: the home and the sinks of the public pages, and a folder that the settings name."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from tests.publishing import FEB_2, make_body, make_matter, make_publication, make_review, record_body
from tests.rooms.disclosure.conftest import home, nobody_to_hide, reference

from chengxin.doors.bundles.operations import Brought
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.models import Publication, ReleaseReview
from chengxin.foundation.transparency.operations import publish
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.ground.home import Home
from chengxin.site.sinks import write_bundle

__all__ = ["home", "nobody_to_hide", "reference"]

PLANTED = "麒麟鸑鷟甪端貔貅"
Export = Callable[[], Brought]


@pytest.fixture
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the bundle, empty."""
    return tmp_path_factory.mktemp("bundle")


@pytest.fixture
def kept(bundle: Path, settings: pytest.FixtureRequest) -> Path:
    """The folder of a bundle that the sequencer keeps up."""
    settings.BUNDLE = str(bundle)  # type: ignore[attr-defined]
    return bundle


@pytest.fixture
def town(home: Home, rules: str, reference: Callable[[], str]) -> PublicBody:
    """A body of the demo city, known on the public side."""
    body = make_body()
    reference()
    return body


@pytest.fixture
def export(bundle: Path) -> Export:
    """Lets the log catch up and writes the bundle, as the command does."""

    def run() -> Brought:
        run_sequencer(at=FEB_2)
        return write_bundle(bundle, refresh=True)

    return run


def make_publications(body: PublicBody, count: int, *, start: int = 0) -> list[Publication]:
    """Publish so many records about one body, each with a title of its own."""
    first = make_matter(body)
    review = make_review(first)
    return [_publish(first, review, number) for number in range(start, start + count)]


def _publish(first: Matter, review: ReleaseReview, number: int) -> Publication:
    matter = Matter.objects.get(pk=first.pk)
    matter.pk = None
    matter.save()
    copy = ReleaseReview.objects.get(pk=review.pk)
    copy.pk, copy.matter = None, matter
    copy.save()
    return publish(
        kind="record",
        matter=matter,
        body=record_body(matter, title=f"记录第{number}号"),
        review=copy,
        at=FEB_2,
    )


def plant(body: PublicBody) -> Publication:
    """Publish a record whose texts hold a string that stands nowhere else."""
    return make_publication(make_matter(body), title=PLANTED, facts=f"关于{PLANTED}的事实。")


def files_that_hold(words: Iterable[bytes], root: Path) -> set[str]:
    """Return the endings of the files in which any of the words stands."""
    sought = list(words)
    return {
        "".join(file.suffixes) or file.name
        for file in root.rglob("*")
        if file.is_file() and any(word in file.read_bytes() for word in sought)
    }
