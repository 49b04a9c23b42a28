"""The tree against the published vectors, and its proofs against their checks."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chengxin_core.ledger.tree import (
    EMPTY_ROOT,
    ProofRefused,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_hash,
    verify_consistency,
    verify_inclusion,
)

# The test vectors of the Certificate Transparency project for trees of 0 to 8 leaves.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    bytes.fromhex(root)
    for root in (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]
PATH_OF_LEAF_5_OF_8 = [
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]
FROM_6_TO_8 = [
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]
FROM_2_TO_5 = [
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
]

FROM_1_TO_8 = [
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
]
PATH_OF_LEAF_2_OF_3 = ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]
PATH_OF_LEAF_1_OF_5 = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
]

trees = st.lists(st.binary(max_size=8), min_size=1, max_size=70)


@pytest.mark.parametrize("size", range(9))
def test_the_root_is_the_published_one(size: int) -> None:
    assert root_hash(LEAVES[:size]) == ROOTS[size]


@pytest.mark.parametrize(
    ("index", "size", "expected"),
    [
        (0, 1, []),
        (0, 8, FROM_1_TO_8),
        (5, 8, PATH_OF_LEAF_5_OF_8),
        (2, 3, PATH_OF_LEAF_2_OF_3),
        (1, 5, PATH_OF_LEAF_1_OF_5),
    ],
)
def test_the_inclusion_proof_is_the_published_one(index: int, size: int, expected: list[str]) -> None:
    proof = inclusion_proof(LEAVES[:size], index)

    assert [node.hex() for node in proof] == expected


@pytest.mark.parametrize(
    ("old_size", "size", "expected"),
    [(1, 1, []), (1, 8, FROM_1_TO_8), (6, 8, FROM_6_TO_8), (2, 5, FROM_2_TO_5)],
)
def test_the_consistency_proof_is_the_published_one(old_size: int, size: int, expected: list[str]) -> None:
    proof = consistency_proof(LEAVES[:size], old_size)

    assert [node.hex() for node in proof] == expected


@given(trees, st.data())
@settings(deadline=None)
def test_each_entry_is_proven_to_be_in_the_tree(entries: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(entries) - 1))

    proof = inclusion_proof(entries, index)

    verify_inclusion(
        leaf=leaf_hash(entries[index]), index=index, size=len(entries), proof=proof, root=root_hash(entries)
    )


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=70, unique=True), st.data())
@settings(deadline=None)
def test_an_entry_is_proven_at_no_other_place(entries: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(entries) - 1))
    elsewhere = data.draw(st.integers(-1, len(entries) + 1).filter(lambda place: place != index))

    with pytest.raises(ProofRefused):
        verify_inclusion(
            leaf=leaf_hash(entries[index]),
            index=elsewhere,
            size=len(entries),
            proof=inclusion_proof(entries, index),
            root=root_hash(entries),
        )


@given(trees, st.data())
@settings(deadline=None)
def test_each_earlier_tree_is_proven_to_be_a_beginning(entries: list[bytes], data: st.DataObject) -> None:
    old_size = data.draw(st.integers(0, len(entries)))

    verify_consistency(
        old_size=old_size,
        old_root=root_hash(entries[:old_size]),
        size=len(entries),
        root=root_hash(entries),
        proof=consistency_proof(entries, old_size),
    )


@given(trees, st.data())
@settings(deadline=None)
def test_a_rewritten_past_is_not_proven(entries: list[bytes], data: st.DataObject) -> None:
    old_size = data.draw(st.integers(1, len(entries)))
    rewritten = data.draw(st.integers(0, old_size - 1))
    past = [entry + b"!" if number == rewritten else entry for number, entry in enumerate(entries[:old_size])]

    with pytest.raises(ProofRefused):
        verify_consistency(
            old_size=old_size,
            old_root=root_hash(past),
            size=len(entries),
            root=root_hash(entries),
            proof=consistency_proof(entries, old_size),
        )


SPOILT: list[tuple[str, Callable[[list[bytes]], list[bytes]]]] = [
    ("缺末项", lambda proof: proof[:-1]),
    ("缺首项", lambda proof: proof[1:]),
    ("多一项", lambda proof: [*proof, proof[0]]),
    ("次序颠倒", lambda proof: proof[::-1]),
    ("短一字节", lambda proof: [proof[0][:-1], *proof[1:]]),
]


@pytest.mark.parametrize("spoil", [case[1] for case in SPOILT], ids=[case[0] for case in SPOILT])
def test_refuses_a_spoilt_inclusion_proof(spoil: Callable[[list[bytes]], list[bytes]]) -> None:
    proof = spoil(inclusion_proof(LEAVES, 5))

    with pytest.raises(ProofRefused):
        verify_inclusion(leaf=leaf_hash(LEAVES[5]), index=5, size=8, proof=proof, root=ROOTS[8])


@pytest.mark.parametrize("spoil", [case[1] for case in SPOILT], ids=[case[0] for case in SPOILT])
def test_refuses_a_spoilt_consistency_proof(spoil: Callable[[list[bytes]], list[bytes]]) -> None:
    proof = spoil(consistency_proof(LEAVES, 6))

    with pytest.raises(ProofRefused):
        verify_consistency(old_size=6, old_root=ROOTS[6], size=8, root=ROOTS[8], proof=proof)


def test_refuses_two_roots_for_one_size() -> None:
    with pytest.raises(ProofRefused, match="分叉"):
        verify_consistency(old_size=8, old_root=ROOTS[7], size=8, root=ROOTS[8], proof=[])


def test_the_empty_log_is_the_beginning_of_every_log() -> None:
    verify_consistency(old_size=0, old_root=EMPTY_ROOT, size=8, root=ROOTS[8], proof=[])

    with pytest.raises(ProofRefused):
        verify_consistency(old_size=0, old_root=ROOTS[1], size=8, root=ROOTS[8], proof=[])


def test_refuses_a_log_that_shrank() -> None:
    with pytest.raises(ProofRefused):
        verify_consistency(old_size=8, old_root=ROOTS[8], size=7, root=ROOTS[7], proof=[])
