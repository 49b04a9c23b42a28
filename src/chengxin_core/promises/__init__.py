"""工作报告里的承诺: what a yearly work report promises in figures, and what the next one says came of it.

Keeps      how figures, units, hedges and headings of work reports are written, and which names mean one measure.
Promises   every target and every verdict carries the sentences that it rests on; equal texts give equal answers.
Refuses    to guess: what is not told, not comparable or told in two ways is shown as such; a person confirms.
Start at   reading.read_targets, then verdicts.judge; figures and clauses say how a sentence is read.
"""

from chengxin_core.promises.lines import LineRefused, target_line, targets_of, verdict_line
from chengxin_core.promises.reading import YearUnknown, read_results, read_targets, year_of
from chengxin_core.promises.statement import Basis, Bound, Kind, Resolve, Statement
from chengxin_core.promises.text import ReportUnreadable, report_text
from chengxin_core.promises.verdicts import Finding, Verdict, judge

__all__ = [
    "Basis",
    "Bound",
    "Finding",
    "Kind",
    "LineRefused",
    "ReportUnreadable",
    "Resolve",
    "Statement",
    "Verdict",
    "YearUnknown",
    "judge",
    "read_results",
    "read_targets",
    "report_text",
    "target_line",
    "targets_of",
    "verdict_line",
    "year_of",
]
