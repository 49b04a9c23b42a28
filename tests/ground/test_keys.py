"""Keys: each loss is told by name, none is replaced in silence, and rotation loses nothing."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from chengxin.ground import ciphers, escrow, keyring, keys
from chengxin.ground.home import Home
from chengxin.ground.suites import Suite
from chengxin.site.key_commands import SESSION_KEY, keys_group

PASSPHRASE = "演示口令-用于测试-不少于十六字"
NAME = "officials.name"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """A home of its own with a master key."""
    monkeypatch.setenv("CHENGXIN_HOME", str(tmp_path))
    made = Home(tmp_path)
    made.prepare()
    keys.make_key(made, ciphers.SEALING_KEY)
    yield made
    keyring.forget_opened()


@pytest.fixture(params=["aes", "sm4"])
def suite(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each of the two suites by setting."""
    monkeypatch.setenv("CHENGXIN_CIPHERS", request.param)
    return str(request.param)


def test_what_is_sealed_is_read_back_and_not_for_another_purpose(here: Home, suite: str) -> None:
    sealed = ciphers.seal("测试甲", purpose=NAME)

    assert "测试甲".encode() not in sealed
    assert ciphers.unseal(sealed, purpose=NAME) == "测试甲"
    with pytest.raises(ciphers.SealBroken):
        ciphers.unseal(sealed, purpose="officials.identity")


def test_the_same_text_is_sealed_differently_and_found_by_one_index(here: Home, suite: str) -> None:
    assert ciphers.seal("测试甲", purpose=NAME) != ciphers.seal("测试甲", purpose=NAME)
    assert ciphers.blind_index("测试甲", purpose=NAME) == ciphers.blind_index("测试甲", purpose=NAME)
    assert ciphers.blind_index("测试甲", purpose=NAME) != ciphers.blind_index("测试乙", purpose=NAME)
    assert ciphers.blind_index("测试甲", purpose=NAME) != ciphers.blind_index("测试甲", purpose="officials.x")


@pytest.mark.parametrize("at", [0, 1, 3, 4, 16, -1])
def test_a_changed_byte_anywhere_is_noticed(here: Home, suite: str, at: int) -> None:
    sealed = bytearray(ciphers.seal("测试甲", purpose=NAME))
    sealed[at] ^= 1

    with pytest.raises((ciphers.SealBroken, keys.KeyMissing)):
        ciphers.unseal(bytes(sealed), purpose=NAME)


@given(st.text(max_size=60))
def test_any_text_comes_back_under_either_suite(plain: str) -> None:
    for suite in Suite:
        key = b"k" * suite.key_bytes
        from chengxin.ground.suites import decrypt, encrypt

        data = plain.encode("utf-8", "replace")
        assert decrypt(suite, key, b"n" * 12, encrypt(suite, key, b"n" * 12, data, b"x"), b"x") == data


def test_rotation_leaves_what_was_sealed_readable(here: Home) -> None:
    before = ciphers.seal("测试甲", purpose=NAME)
    keyring.rotate(here, keyring.SEALING, "officials", Suite.AES)
    after = ciphers.seal("测试甲", purpose=NAME)

    assert ciphers.unseal(before, purpose=NAME) == ciphers.unseal(after, purpose=NAME) == "测试甲"
    assert not ciphers.is_under_current_key(before, purpose=NAME)
    assert ciphers.is_under_current_key(after, purpose=NAME)


def test_the_suite_is_changed_by_the_setting_and_the_old_content_stays(
    here: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ciphers.seal("测试甲", purpose=NAME)
    monkeypatch.setenv("CHENGXIN_CIPHERS", "sm4")
    after = ciphers.seal("测试甲", purpose=NAME)

    assert (before[1], after[1]) == (1, 2)
    assert ciphers.unseal(before, purpose=NAME) == ciphers.unseal(after, purpose=NAME)


def test_after_an_index_key_was_rotated_the_old_index_is_still_looked_for(here: Home) -> None:
    before = ciphers.blind_index("测试甲", purpose=NAME)
    keyring.rotate(here, keyring.INDEXING, "officials", Suite.AES)

    assert ciphers.blind_index("测试甲", purpose=NAME) != before
    assert before in ciphers.blind_indexes("测试甲", purpose=NAME)


def test_a_new_master_key_opens_what_the_old_one_did(here: Home) -> None:
    sealed, old = ciphers.seal("测试甲", purpose=NAME), keys.read_key(here, "master")

    assert keyring.replace_master(here) == 1
    keyring.forget_opened()

    assert keys.read_key(here, "master") != old
    assert ciphers.unseal(sealed, purpose=NAME) == "测试甲"
    assert list(keys.faults(here)) == []


@pytest.mark.parametrize("step", ["replace_key", "forget_key"])
def test_a_new_master_key_that_was_stopped_midway_goes_on(
    here: Home, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    sealed = [ciphers.seal("测试甲", purpose=purpose) for purpose in (NAME, "evidence.row")]

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr(keys, step, die)
        with pytest.raises(KeyboardInterrupt):
            keyring.replace_master(here)
    keyring.forget_opened()
    assert ciphers.unseal(sealed[0], purpose=NAME) == "测试甲"

    keyring.replace_master(here)
    keyring.forget_opened()
    assert ciphers.unseal(sealed[1], purpose="evidence.row") == "测试甲"
    assert not (here.keys / "master-next").exists()


@pytest.mark.parametrize("lost", ["master", "seal-officials-1"])
def test_a_lost_key_is_named_and_never_made_anew(here: Home, lost: str) -> None:
    sealed = ciphers.seal("测试甲", purpose=NAME)
    check = keys.registered(here)[lost]
    (here.keys / lost).unlink()
    keyring.forget_opened()

    with pytest.raises(keys.KeyMissing, match=f"{lost}（校验值 {check}）"):
        ciphers.unseal(sealed, purpose=NAME)
    with pytest.raises(keys.KeyMissing, match=lost):
        ciphers.seal("测试乙", purpose=NAME)
    with pytest.raises(keys.KeyMissing, match="不会另建新的"):
        keys.make_key(here, lost)
    assert [lost in fault for fault in keys.faults(here)] == [True]


def test_an_exchanged_key_is_told_apart_from_the_right_one(here: Home) -> None:
    ciphers.seal("测试甲", purpose=NAME)
    (here.keys / "master").write_bytes(b"x" * 32)

    assert "不是原来的那一把" in next(keys.faults(here))


def test_the_recovery_copy_brings_back_what_was_lost_and_overwrites_nothing(
    here: Home, tmp_path: Path
) -> None:
    sealed = ciphers.seal("测试甲", purpose=NAME)
    copy = tmp_path / "copy.json"
    assert escrow.write_copy(here, copy, PASSPHRASE) == 2
    kept = (here.keys / "master").read_bytes()
    for name in ("master", "seal-officials-1"):
        (here.keys / name).unlink()
    keyring.forget_opened()

    assert escrow.recover(here, copy, PASSPHRASE) == (["master", "seal-officials-1"], [])
    assert ciphers.unseal(sealed, purpose=NAME) == "测试甲"

    (here.keys / "master").write_bytes(b"y" * 32)
    assert escrow.recover(here, copy, PASSPHRASE) == ([], ["master"])
    assert kept not in copy.read_bytes()


def test_a_recovery_copy_needs_its_passphrase(here: Home, tmp_path: Path) -> None:
    escrow.write_copy(here, tmp_path / "copy.json", PASSPHRASE)

    with pytest.raises(escrow.CopyRefused, match="口令不对"):
        escrow.recover(here, tmp_path / "copy.json", "另一个口令另一个口令另一个口令")
    with pytest.raises(escrow.CopyRefused, match="不少于"):
        escrow.write_copy(here, tmp_path / "weak.json", "短口令")
    (tmp_path / "torn.json").write_text("{")
    with pytest.raises(escrow.CopyRefused, match="不是密钥恢复副本"):
        escrow.recover(here, tmp_path / "torn.json", PASSPHRASE)


def test_the_register_tells_no_key(here: Home) -> None:
    ciphers.seal("测试甲", purpose=NAME)
    told = (here.root / keys.REGISTER).read_text()

    assert set(json.loads(told)) == {"master", "seal-officials-1"}
    assert keys.read_key(here, "master").hex() not in told


def test_a_home_of_the_first_form_stays_readable(here: Home) -> None:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    (here.keys / "sealing").write_bytes(b"o" * 32)
    (here.keys / "sealing").chmod(0o600)
    nonce = b"n" * 12
    first = b"\x01" + nonce + AESGCM(b"o" * 32).encrypt(nonce, "测试甲".encode(), NAME.encode())

    assert keys.adopt(here) == 1
    assert ciphers.unseal(first, purpose=NAME) == "测试甲"
    assert not ciphers.is_under_current_key(first, purpose=NAME)


def test_the_key_of_sessions_is_renewed_even_where_it_was_lost(here: Home) -> None:
    """`init` makes none in its place, since it cannot know what a lost key closed; of this one nothing was."""
    keys.make_key(here, SESSION_KEY)
    first = keys.read_key(here, SESSION_KEY)
    (here.keys / SESSION_KEY).unlink()
    assert list(keys.faults(here))

    assert CliRunner().invoke(keys_group, ["renew-session"]).exit_code == 0

    assert keys.read_key(here, SESSION_KEY) != first
    assert list(keys.faults(here)) == []


def test_a_purpose_that_seals_nothing_has_no_key_to_rotate(here: Home) -> None:
    """A slip of the pen makes no key under which nothing will ever be sealed."""
    ciphers.seal("测试甲", purpose=NAME)

    for slip in ("oficials", "../officials"):
        said = CliRunner().invoke(keys_group, ["rotate", slip])
        assert said.exit_code == 1
        assert f"用途 {slip} 没有密钥，没有什么可以轮换；有密钥的用途: officials" in said.output

    assert CliRunner().invoke(keys_group, ["rotate", "officials"]).exit_code == 0
    assert keyring.numbers(here, keyring.SEALING, "officials") == [1, 2]
