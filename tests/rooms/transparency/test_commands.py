import pytest
from click.testing import CliRunner
from tests.publishing import make_publication
from tests.rooms.transparency.conftest import Notebook

from chengxin.foundation.transparency.commands import ledger
from chengxin.foundation.transparency.models import PublicationVersion
from chengxin.ground.home import Home

pytestmark = pytest.mark.django_db(databases="__all__")


def say(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(ledger, words)
    return done.exit_code, done.output


def test_the_log_runs_and_says_what_it_did(home: Home, notebook: Notebook) -> None:
    make_publication()

    assert say("run") == (0, "日志: 新编号 1 条，共 1 条；各公示处新办结 1 条\n")
    assert "已签名 1 条" in say("status")[1]
    assert say("fsck") == (0, "日志无误\n")


def test_a_fault_is_named_and_ends_with_an_error(home: Home, notebook: Notebook) -> None:
    make_publication()
    say("run")
    PublicationVersion.objects.update(content=b"{}")

    code, said = say("fsck")

    assert code == 1
    assert "与承诺值不符" in said
