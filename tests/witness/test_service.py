"""A witness on disk: what it answers, keeps and refuses; two that ask at once; state that was tampered with."""

import threading
from pathlib import Path

import pytest
from tests.witness.logs import KEY, GrowingLog

from chengxin_core.ledger.checkpoint import Checkpoint
from chengxin_core.ledger.cosignature import cosignature_of, read_lines, signed_also
from chengxin_core.ledger.note import Note
from chengxin_core.ledger.signatures import SigningKey
from chengxin_core.ledger.witness import WitnessRequest, logs_by_origin
from chengxin_witness.service import Answer, Witness
from chengxin_witness.state import State, StateUnusable, log_id

NOON = 1_800_000_000
LOGS = logs_by_origin([KEY.verifier_key])
SEVEN = GrowingLog(tuple(bytes([number]) for number in range(7)))


@pytest.fixture
def state(tmp_path: Path) -> State:
    """The folder of a new witness."""
    return State.make(tmp_path / "witness", name="witness.example/w1")


@pytest.fixture
def witness(state: State) -> Witness:
    """A witness that follows one log."""
    return Witness(state, LOGS, now=lambda: NOON)


def cosigned(witness: Witness, body: bytes, answer: Answer) -> Checkpoint:
    """What an answer cosigns; the cosignature must be good."""
    assert answer.status == 200, answer.body.decode()
    note = Note.from_bytes(WitnessRequest.from_bytes(body).checkpoint)
    cosignature = cosignature_of(signed_also(note, read_lines(answer.body)), witness.verifier_key)
    assert cosignature is not None
    return Checkpoint.from_text(note.text)


class TestAnswers:
    """Statuses and bodies, as the standard has them."""

    def test_cosigns_a_log_that_grows(self, witness: Witness) -> None:
        for log, old_size in ((SEVEN, 0), (SEVEN, 7), (SEVEN.grown(b"8", b"9"), 7)):
            assert (
                cosigned(witness, log.asks(old_size), witness.add_checkpoint(log.asks(old_size))).size
                == log.size
            )

    def test_tells_the_size_it_knows(self, witness: Witness) -> None:
        witness.add_checkpoint(SEVEN.asks(0))

        answer = witness.add_checkpoint(SEVEN.grown(b"8").asks(0))

        assert answer == Answer(409, b"7\n", "text/x.tlog.size")

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            (b"", 400),
            (SEVEN.asks(9), 400),
            (GrowingLog(SEVEN.entries, SigningKey("stranger.example", b"s" * 32)).asks(0), 404),
            (GrowingLog(SEVEN.entries, SigningKey(KEY.name, b"i" * 32)).asks(0), 403),
            (SEVEN.asks(3), 409),
            (SEVEN.asks(3).replace(b"old 3", b"old 0"), 422),
        ],
        ids=["空", "原大小过大", "不认识的日志", "不是它签的", "从未见过", "证明不成立"],
    )
    def test_refuses_with_the_status_of_the_standard(
        self, witness: Witness, body: bytes, status: int
    ) -> None:
        assert witness.add_checkpoint(body).status == status

    def test_a_log_that_parted_ways_is_refused_and_kept_as_evidence(
        self, witness: Witness, state: State
    ) -> None:
        one, other = SEVEN.grown(b"a"), SEVEN.grown(b"b")
        witness.add_checkpoint(one.asks(0))

        assert witness.add_checkpoint(other.asks(8)).status == 409
        assert witness.add_checkpoint(other.grown(b"c").asks(8)).status == 422
        assert witness.add_checkpoint(other.grown(b"c").asks(7)).body == b"8\n"

        (evidence,) = (state.root / "evidence").iterdir()
        assert evidence.read_bytes().count(KEY.name.encode()) == 4  # origin and signature, of both

    def test_without_a_place_to_keep_it_nothing_is_cosigned(
        self, witness: Witness, state: State, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(origin_id: str, note: bytes) -> None:
            raise OSError("disk full")

        monkeypatch.setattr(state, "keep", fail)

        assert witness.add_checkpoint(SEVEN.asks(0)).status == 500

    def test_shows_what_it_cosigned_last(self, witness: Witness) -> None:
        witness.add_checkpoint(SEVEN.asks(0))

        note = Note.from_bytes(witness.newest(log_id(KEY.name)) or b"")

        assert [line.name for line in note.signatures] == [KEY.name, "witness.example/w1"]
        assert witness.newest(log_id("stranger.example")) is None


class TestState:
    """What a witness keeps must outlive it, and be its own."""

    def test_a_witness_goes_on_where_the_one_before_stopped(self, witness: Witness, state: State) -> None:
        witness.add_checkpoint(SEVEN.asks(0))

        after = Witness(State(state.root), LOGS, now=lambda: NOON)

        assert after.add_checkpoint(SEVEN.grown(b"8").asks(0)).body == b"7\n"
        assert after.add_checkpoint(SEVEN.grown(b"8").asks(7)).status == 200

    @pytest.mark.parametrize(
        "damage", [lambda data: b"", lambda data: data[:-9], lambda data: data.replace(b"\n7\n", b"\n6\n")]
    )
    def test_refuses_to_start_from_damaged_state(
        self, witness: Witness, state: State, damage: object
    ) -> None:
        witness.add_checkpoint(SEVEN.asks(0))
        file = state.root / "checkpoints" / log_id(KEY.name)
        assert callable(damage)
        file.write_bytes(damage(file.read_bytes()))

        with pytest.raises(StateUnusable):
            Witness(state, LOGS, now=lambda: NOON)
        assert witness.add_checkpoint(SEVEN.asks(7)).status == 500

    def test_refuses_state_that_another_witness_signed(
        self, witness: Witness, state: State, tmp_path: Path
    ) -> None:
        witness.add_checkpoint(SEVEN.asks(0))
        other = State.make(tmp_path / "other", name="witness.example/w2")
        other.keep(log_id(KEY.name), state.newest(log_id(KEY.name)) or b"")

        with pytest.raises(StateUnusable):
            Witness(other, LOGS, now=lambda: NOON)

    def test_refuses_a_key_that_others_may_read(self, state: State) -> None:
        (state.root / "key").chmod(0o640)

        with pytest.raises(StateUnusable, match=r"0640.*chmod 600"):
            state.key()

    def test_refuses_a_folder_that_others_may_enter(self, state: State) -> None:
        state.root.chmod(0o755)

        with pytest.raises(StateUnusable, match=r"0755.*chmod 700"):
            state.key()

    def test_makes_no_second_key(self, state: State) -> None:
        with pytest.raises(StateUnusable, match="已有"):
            State.make(state.root, name="witness.example/w1")

    def test_is_held_by_one_process(self, state: State) -> None:
        with (
            state.only_process(),
            pytest.raises(StateUnusable, match="另一个"),
            State(state.root).only_process(),
        ):
            pass


class TestAtOnce:
    """Many ask at the same moment."""

    @pytest.fixture
    def branches(self) -> list[GrowingLog]:
        return [SEVEN.grown(bytes([branch])) for branch in range(16)]

    def test_of_sixteen_branches_one_is_cosigned(self, witness: Witness, branches: list[GrowingLog]) -> None:
        witness.add_checkpoint(SEVEN.asks(0))
        together, answers = threading.Barrier(len(branches)), []

        def ask(branch: GrowingLog) -> None:
            body = branch.asks(7)
            together.wait()
            answers.append(witness.add_checkpoint(body).status)

        threads = [threading.Thread(target=ask, args=[branch]) for branch in branches]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(answers) == [200, *[409] * 15]
