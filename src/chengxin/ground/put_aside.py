"""退回行: a refused row waits under seal until its sender mends it; what it tells of people lies nowhere in clear."""

import msgspec

from chengxin.ground.ciphers import seal, unseal
from chengxin.ground.sheets import Problem, RefusedRow, SourceRow


def put_aside(row: SourceRow | RefusedRow, problems: tuple[Problem, ...], *, purpose: str) -> bytes:
    """Seal the cells of a row with why it was refused; its number stands beside it."""
    told = [(problem.column, problem.found, problem.expected) for problem in problems]
    return seal(msgspec.json.encode({"cells": dict(row.cells), "problems": told}).decode(), purpose=purpose)


def taken_out(number: int, sealed: bytes | memoryview, *, purpose: str) -> RefusedRow:
    """Return the refused row of this number as `put_aside` sealed it."""
    plain = msgspec.json.decode(unseal(bytes(sealed), purpose=purpose))
    problems = tuple(Problem(number, *told) for told in plain["problems"])
    return RefusedRow(number, plain["cells"], problems)
