"""Rows, columns, catalogues and seals of a bundle, as values."""

import json
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin.foundation.transparency.record_content import RecordContent
from chengxin_core.ledger.signatures import SigningKey
from chengxin_core.opendata.catalog import Catalog, CatalogMalformed, Named
from chengxin_core.opendata.columns import CellType, columns_of
from chengxin_core.opendata.layout import PARTITION_WIDTH, bulk_path
from chengxin_core.opendata.rows import Rewriting, Row, read_rows, write_rows
from chengxin_core.opendata.seal import Seal, SealBroken, require_seal

KEY = SigningKey("log.example", b"7" * 32)
rows = st.builds(
    lambda index, key: {"index": index, "key": key, "content": {"title": "甲"}},
    st.integers(0, 10_000),
    st.sampled_from("abcdef"),
)


@given(st.integers(0, 10**9 - 1), st.integers(0, 10**9 - 1))
def test_two_rows_lie_together_when_their_numbers_do(one: int, other: int) -> None:
    together = bulk_path("record", one) == bulk_path("record", other)

    assert together == (one // PARTITION_WIDTH == other // PARTITION_WIDTH)


@given(st.lists(rows, unique_by=lambda row: row["key"]), st.sampled_from("abcdef"))
def test_what_is_dropped_is_in_no_row_and_nothing_else_goes(before: list[Row], key: str) -> None:
    rewriting = Rewriting()
    rewriting.drop(key)

    after = read_rows(write_rows(rewriting.of(before)))

    assert sorted(row["key"] for row in after) == sorted(row["key"] for row in before if row["key"] != key)


@given(st.lists(rows), rows)
def test_a_row_stands_once_and_in_the_place_of_what_was_there(before: list[Row], row: Row) -> None:
    rewriting = Rewriting()
    rewriting.put(row)

    assert [each for each in rewriting.of(before) if each["key"] == row["key"]] == [row]


def test_a_record_has_a_column_for_every_member() -> None:
    columns = {column.name: column.type for column in columns_of(msgspec.json.schema(RecordContent))}

    assert columns["body_name"] is CellType.TEXT
    assert columns["body_region"] is CellType.JSON
    assert columns["severity"] is CellType.TEXT
    assert columns["basis_date"] is CellType.DAY
    assert columns["correction_why"] is CellType.TEXT
    assert columns["is_demo"] is CellType.TRUTH


def test_a_member_that_is_missing_is_an_empty_cell() -> None:
    by_name = {column.name: column for column in columns_of(msgspec.json.schema(RecordContent))}

    assert by_name["correction_why"].value({"content": {"correction": None}}) is None


names = st.from_regex(r"[a-z0-9][a-z0-9_]{0,8}\.(csv|jsonl|json)", fullmatch=True)
described = st.builds(lambda data: Named.of(data), st.binary(max_size=9))


@given(
    st.dictionaries(names, described, max_size=6),
    st.dictionaries(st.from_regex(r"[0-9]{2}", fullmatch=True), described),
)
def test_a_catalogue_reads_back_what_it_names(files: dict[str, Named], folders: dict[str, Named]) -> None:
    catalog = Catalog("bulk/record", files, folders)

    assert Catalog.from_bytes("bulk/record", catalog.to_bytes()) == catalog


@pytest.mark.parametrize("name", ["../keys/log", "/etc/passwd", ".lock", ""])
def test_a_catalogue_names_nothing_outside_its_folder(name: str) -> None:
    data = Catalog("bulk", {"12.csv": Named.of(b"")}).to_bytes()
    forged = json.loads(data)
    forged["dcat:dataset"][0]["dcat:distribution"][0]["dcat:downloadURL"]["@id"] = name

    with pytest.raises(CatalogMalformed, match="应当是本文件夹内的名称"):
        Catalog.from_bytes("bulk", json.dumps(forged).encode())


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"dcat:dataset":[{}],"dcat:catalog":[]}'], ids=repr)
def test_what_is_no_catalogue_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(CatalogMalformed, match="不是数据目录"):
        Catalog.from_bytes("bulk", data)


def test_a_seal_holds_for_what_it_was_made_of() -> None:
    seal = Seal.of("log.example", 3, b"catalogue")

    require_seal(seal.sign(KEY.sign), seal, [KEY.verifier_key])


@pytest.mark.parametrize("other", [{"origin": "log.other"}, {"size": 4}, {"digest": "0" * 64}])
def test_a_seal_holds_for_nothing_else(other: dict[str, object]) -> None:
    seal = Seal.of("log.example", 3, b"catalogue")

    with pytest.raises(SealBroken, match="封签写的是"):
        require_seal(seal.sign(KEY.sign), replace(seal, **other), [KEY.verifier_key])  # type: ignore[arg-type]


@pytest.mark.parametrize("note", [None, b"", b"text\n\n"], ids=repr)
def test_no_seal_is_no_seal(note: bytes | None) -> None:
    with pytest.raises(SealBroken):
        require_seal(note, Seal.of("log.example", 3, b""), [KEY.verifier_key])


def test_a_seal_of_another_key_does_not_hold() -> None:
    seal = Seal.of("log.example", 3, b"catalogue")
    stranger = SigningKey("log.example", b"8" * 32)

    with pytest.raises(SealBroken, match="没有所给公钥的签名"):
        require_seal(seal.sign(stranger.sign), seal, [KEY.verifier_key])
