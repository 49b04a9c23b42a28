"""The same drill for a promise and a suggestion: seen wherever it is shown, ended, and then in no byte of any place."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.drill.conftest import Probes
from tests.drill.house import PLANTED, traces_in
from tests.publishing import FEB_2, end, make_body, make_matter, make_promise, make_proposal
from tests.rooms.disclosure.conftest import Visit

from chengxin.foundation.transparency.models import Publication
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.ground.home import Home
from chengxin.site.sinks import write_bundle
from chengxin_core.vocabulary import Ground

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True, databases="__all__")]


@pytest.mark.parametrize(
    ("kind", "folder", "make"),
    [("promise", "promises", make_promise), ("proposal", "proposals", make_proposal)],
)
def test_what_ended_is_in_no_byte_of_any_place(
    kind: str,
    folder: str,
    make: Callable[..., Publication],
    home: Home,
    rules: str,
    reference: Callable[[], str],
    follow: Callable[[], None],
    visit: Visit,
    probes: Probes,
    tmp_path_factory: pytest.TempPathFactory,
    settings: pytest.FixtureRequest,
) -> None:
    bundle = tmp_path_factory.mktemp("bundle")
    settings.BUNDLE = str(bundle)  # type: ignore[attr-defined]
    matter = make_matter(make_body())
    reference()
    shown = make(matter, title=PLANTED)
    run_sequencer(at=FEB_2)
    write_bundle(Path(bundle), with_pages=True, refresh=True)
    stood = {code: traces_in(probe.stored(home)) for code, probe in probes.items()}
    assert {code for code, found in stood.items() if found} == {"public_pages", "bundle"}
    boards = {f"{folder}/index.html", f"{folder}/bodies/demo-1/index.html", f"{folder}/feed.atom"}
    assert boards <= stood["bundle"]
    assert any(name.startswith(f"bulk/{kind}/") for name in stood["bundle"])

    end(shown, ground=Ground.ERROR)
    follow()

    assert {code: traces_in(probe.stored(home)) for code, probe in probes.items()} == {
        code: set() for code in probes
    }
    assert visit(f"/{folder}/{shown.key}/").status == 410
    assert PLANTED not in visit(f"/{folder}/").text
