"""A house in which every registered place of publication is at work, and one record that is about to be planted."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from tests.drill.house import PLANTED, Planted
from tests.publishing import FEB_2, make_body, make_matter, make_publication
from tests.rooms.disclosure.conftest import Visit, follow, home, nobody_to_hide, reference, visit

from chengxin.foundation.transparency.plugs import sinks
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.ground.home import Home
from chengxin.site.sinks import write_bundle

__all__ = ["follow", "home", "nobody_to_hide", "reference", "visit"]

Probes = dict[str, ModuleType]


@pytest.fixture
def probes() -> Probes:
    """The probe of every registered place of publication, under the code of the place."""
    return {sink.code: import_module(f"tests.drill.sinks.{sink.code}") for sink in sinks()}


@pytest.fixture
def planted(
    home: Home,
    rules: str,
    reference: Callable[[], str],
    follow: Callable[[], None],
    visit: Visit,
    tmp_path_factory: pytest.TempPathFactory,
    settings: pytest.FixtureRequest,
) -> Planted:
    """A record in force whose title and facts hold the string, beside another one, in every place."""
    bundle = tmp_path_factory.mktemp("bundle")
    settings.BUNDLE = str(bundle)  # type: ignore[attr-defined]
    matter = make_matter(make_body())
    reference()
    make_publication(make_matter(matter.body), title="另一条记录")
    publication = make_publication(matter, title=PLANTED, facts=f"关于{PLANTED}的事实。")
    run_sequencer(at=FEB_2)
    write_bundle(Path(bundle), with_pages=True, refresh=True)
    return Planted(publication, home, visit, follow)
