"""Tiles: the same roots and proofs as by definition, from files that are written once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chengxin_core.ledger.frontier import Frontier
from chengxin_core.ledger.tiles import (
    TILE_WIDTH,
    TileMalformed,
    TilePath,
    changed_tiles,
    consistency_proof_from_tiles,
    frontier_from_tiles,
    grow,
    inclusion_proof_from_tiles,
    read_bundle,
    root_from_tiles,
    tiles_of,
    write_bundle,
)
from chengxin_core.ledger.tree import (
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_hash,
    verify_inclusion,
)

ENTRIES = [f"entry {number}".encode() for number in range(70_000)]
sizes = st.integers(0, 1_300)


def log_of(*steps: int) -> dict[TilePath, bytes]:
    """A log that grew to each of these sizes in turn."""
    files: dict[TilePath, bytes] = {}
    size = 0
    for step in steps:
        files |= grow(size, ENTRIES[size:step], files.__getitem__).tiles
        size = step
    return files


@pytest.fixture(scope="module")
def large_log() -> dict[TilePath, bytes]:
    """A log of 70,000 entries: three levels of tiles."""
    return log_of(70_000)


class TestFrontier:
    """The right edge against the definition."""

    @given(st.lists(st.binary(max_size=8), max_size=70))
    @settings(deadline=None)
    def test_the_running_root_equals_the_root_by_definition(self, entries: list[bytes]) -> None:
        frontier = Frontier()

        frontier.extend(map(leaf_hash, entries))

        assert frontier.root_hash() == root_hash(entries)

    @given(st.integers(0, 1_300))
    @settings(max_examples=30, deadline=None)
    def test_is_found_again_from_tiles(self, size: int) -> None:
        kept = Frontier()
        kept.extend(map(leaf_hash, ENTRIES[:size]))

        found = frontier_from_tiles(size, log_of(size).__getitem__)

        assert found == kept

    def test_refuses_a_state_that_no_appends_lead_to(self) -> None:
        with pytest.raises(ValueError, match="应当有 2 个"):
            Frontier(3, [bytes(32)])


class TestTilePath:
    """Paths as the standard writes them."""

    @pytest.mark.parametrize(
        ("path", "text"),
        [
            (TilePath(0, 0), "tile/0/000"),
            (TilePath(0, 999), "tile/0/999"),
            (TilePath(1, 1000), "tile/1/x001/000"),
            (TilePath(0, 1234067), "tile/0/x001/x234/067"),
            (TilePath(63, 5, 17), "tile/63/005.p/17"),
            (TilePath(None, 273, 112), "tile/entries/273.p/112"),
        ],
        ids=str,
    )
    def test_is_written_and_read(self, path: TilePath, text: str) -> None:
        assert str(path) == text
        assert TilePath.from_path(text) == path

    @given(st.none() | st.integers(0, 63), st.integers(0, 10**12), st.integers(1, 256))
    @settings(deadline=None)
    def test_reads_back_as_itself(self, level: int | None, index: int, width: int) -> None:
        path = TilePath(level, index, width)

        assert TilePath.from_path(str(path)) == path

    @pytest.mark.parametrize(
        "text",
        [
            "tile/64/000",
            "tile/00/000",
            "tile/0/0",
            "tile/0/x000/001",
            "tile/0/001/001",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/07",
            "tile/0/000/../../checkpoint",
            "tile/0/０００",
            "tile/0/000\n",
        ],
    )
    def test_refuses_any_other_path(self, text: str) -> None:
        with pytest.raises(TileMalformed):
            TilePath.from_path(text)


class TestLayout:
    """Which tiles a log has, and which change."""

    def test_seventy_thousand_entries_lie_as_the_standard_says(self) -> None:
        tiles = [path for path in tiles_of(70_000) if path.level is not None]

        assert sum(path.is_full for path in tiles if path.level == 0) == 273
        assert [path for path in tiles if not path.is_full] == [
            TilePath(0, 273, 112),
            TilePath(1, 1, 17),
            TilePath(2, 0, 1),
        ]
        assert sum(path.is_full for path in tiles if path.level == 1) == 1

    def test_a_log_of_256_has_a_full_tile_and_one_hash_above_it(self) -> None:
        assert [str(path) for path in tiles_of(256)] == ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]

    def test_an_empty_log_has_no_tiles(self) -> None:
        assert list(tiles_of(0)) == []

    @given(sizes, sizes)
    @settings(max_examples=40, deadline=None)
    def test_growing_writes_exactly_what_changed(self, one: int, other: int) -> None:
        old_size, size = sorted((one, other))
        files = log_of(old_size)

        growth = grow(old_size, ENTRIES[old_size:size], files.__getitem__)

        assert set(growth.tiles) == set(changed_tiles(old_size, size))

    @given(st.lists(sizes, min_size=1, max_size=5))
    @settings(max_examples=40, deadline=None)
    def test_it_does_not_matter_in_which_steps_a_log_grew(self, steps: list[int]) -> None:
        steps = sorted(steps)

        files = log_of(*steps)

        at_once = log_of(steps[-1])
        assert {path: files[path] for path in tiles_of(steps[-1])} == at_once

    def test_a_full_tile_may_stand_in_for_the_partial_one_before_it(self) -> None:
        files = log_of(300)

        root = root_from_tiles(200, lambda path: files[TilePath(path.level, path.index)])

        assert root == root_hash(ENTRIES[:200])

    @settings(deadline=None)
    @given(st.integers(1, 600), st.integers(1, 400))
    def test_a_log_that_died_before_it_signed_grows_again_to_the_same(self, size: int, more: int) -> None:
        files = log_of(size)
        died = {**files, **grow(size, ENTRIES[size : size + more], files.__getitem__).tiles}

        def widest(path: TilePath) -> bytes:
            full = TilePath(path.level, path.index, TILE_WIDTH)
            return died[full] if full in died else died[path]

        again = grow(size, ENTRIES[size : size + more], widest)

        assert again.tiles == {path: died[path] for path in again.tiles}
        assert again.root == root_hash(ENTRIES[: size + more])


class TestReading:
    """Roots and proofs from tiles equal those by definition."""

    @given(sizes)
    @settings(max_examples=40, deadline=None)
    def test_the_root_equals_the_root_by_definition(self, size: int) -> None:
        growth = grow(0, ENTRIES[:size], log_of().__getitem__)

        assert growth.root == root_hash(ENTRIES[:size])
        assert growth.root == root_from_tiles(size, growth.tiles.__getitem__)

    @given(st.integers(1, 1_300), st.data())
    @settings(max_examples=40, deadline=None)
    def test_proofs_equal_those_by_definition(self, size: int, data: st.DataObject) -> None:
        index = data.draw(st.integers(0, size - 1))
        old_size = data.draw(st.integers(0, size))
        read_tile = log_of(size).__getitem__

        assert inclusion_proof_from_tiles(index, size, read_tile) == inclusion_proof(ENTRIES[:size], index)
        assert consistency_proof_from_tiles(old_size, size, read_tile) == consistency_proof(
            ENTRIES[:size], old_size
        )

    @given(st.integers(0, 69_999))
    @settings(max_examples=30, deadline=None)
    def test_proofs_hold_over_three_levels_of_tiles(
        self, large_log: dict[TilePath, bytes], index: int
    ) -> None:
        proof = inclusion_proof_from_tiles(index, 70_000, large_log.__getitem__)

        verify_inclusion(
            leaf=leaf_hash(ENTRIES[index]),
            index=index,
            size=70_000,
            proof=proof,
            root=root_from_tiles(70_000, large_log.__getitem__),
        )

    def test_refuses_a_tile_that_is_too_short(self) -> None:
        files = log_of(300)
        files[TilePath(0, 1, 44)] = files[TilePath(0, 1, 44)][:-1]

        with pytest.raises(TileMalformed, match=r"tile/0/001\.p/44"):
            root_from_tiles(300, files.__getitem__)


class TestBundle:
    """Entries in one file."""

    @given(st.lists(st.binary(max_size=300), max_size=TILE_WIDTH))
    @settings(deadline=None)
    def test_reads_back_as_itself(self, entries: list[bytes]) -> None:
        assert read_bundle(write_bundle(entries), len(entries)) == entries

    @pytest.mark.parametrize(
        "data", [b"\x00", b"\x00\x02a", b"\x00\x01ab", b"\x00\x01a\x00\x01b", b""], ids=repr
    )
    def test_refuses_a_bundle_that_does_not_hold_one_entry(self, data: bytes) -> None:
        with pytest.raises(TileMalformed):
            read_bundle(data, 1)

    def test_refuses_an_entry_whose_length_does_not_fit(self) -> None:
        with pytest.raises(TileMalformed):
            write_bundle([bytes(65_536)])
