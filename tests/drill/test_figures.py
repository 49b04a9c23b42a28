"""The drill for figures, a public review and a month of complaints: seen, ended, then in no byte of any place."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.drill.conftest import Probes
from tests.drill.house import PLANTED, traces_in
from tests.publishing import FEB_2, end, make_body, make_figures, make_matter
from tests.rooms.disclosure.conftest import Visit

from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.ground.home import Home
from chengxin.site.sinks import write_bundle
from chengxin_core.vocabulary import Ground

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True, databases="__all__")]


@pytest.mark.parametrize(
    ("kind", "start"), [("campaign", "reviews"), ("complaint_counts", "complaint-counts")]
)
def test_figures_that_ended_are_in_no_byte_of_any_place(
    kind: str,
    start: str,
    home: Home,
    rules: str,
    reference: Callable[[], str],
    follow: Callable[[], None],
    visit: Visit,
    probes: Probes,
    tmp_path_factory: pytest.TempPathFactory,
    settings: Any,
) -> None:
    settings.BUNDLE = str(tmp_path_factory.mktemp("bundle"))
    matter = make_matter(make_body())
    reference()
    published = make_figures(kind, matter, title=PLANTED)
    run_sequencer(at=FEB_2)
    write_bundle(Path(settings.BUNDLE), with_pages=True, refresh=True)
    stood = {code: traces_in(probe.stored(home)) for code, probe in probes.items()}
    assert {code for code, found in stood.items() if found} == {"public_pages", "bundle"}
    lists = {f"{start}/index.html", f"en/{start}/index.html", f"{start}/index.json", f"{start}/feed.atom"}
    assert lists <= stood["bundle"]
    assert any(name.startswith(f"bulk/{kind}/") for name in stood["bundle"])

    end(published, ground=Ground.ERROR)
    follow()

    assert {code: traces_in(probe.stored(home)) for code, probe in probes.items()} == {
        code: set() for code in probes
    }
    assert visit(f"/{start}/{published.key}/").status == 410
    assert PLANTED not in visit(f"/{start}/").text
