"""`chengxin routing`: who answers a complaint, and which answers say nothing. No database, no framework."""

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from chengxin.ground import home
from chengxin.ground.sheets import FileRefused, Problem, RefusedRow
from chengxin.mechanisms.supervision.messages import ANSWERED, LABEL, LABELLED, UNLABELLED, Message
from chengxin.mechanisms.supervision.model_keeping import keep_model, model_of
from chengxin.mechanisms.supervision.refusals import Refusals, told_rows
from chengxin_core.voices.functions import Rules
from chengxin_core.voices.model import Model, Proposal
from chengxin_core.voices.model_file import ModelRefused
from chengxin_core.voices.places import Gazetteer, Located
from chengxin_core.voices.replies import second_look
from chengxin_core.voices.training import FEWEST_OF_A_LABEL, Example, TooLittleToLearn, train
from chengxin_reference.divisions.written import places
from chengxin_reference.functions import functions

TOLD_UP_TO = 0.99
"""People are told no certainty beyond this."""

_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
_OUT = click.Path(dir_okay=False, writable=True, path_type=Path)
_refused = click.option(
    "--refused", type=_OUT, help="未接受的行（XLSX），注明行、列、所填和应填，改正后可以再用"
)
_as_json = click.option("--json", "as_json", is_flag=True, help="每条一行 JSON")


@click.group()
def routing() -> None:
    """投诉分办建议和答复复核: 不需要数据库。"""


@routing.command(name="train")
@click.argument("files", type=_FILE, nargs=-1, required=True, metavar="FILE...")
@_refused
def train_(files: tuple[Path, ...], refused: Path | None) -> None:
    """用本单位已经分办的来信训练分办模型，模型只保存在家目录的 models 里。

    表格（CSV、XLSX、JSON Lines）要有「内容」和「类别」两列，可以有「标题」「编号」。
    同样的来信得到同样的模型，逐字节相同；每个类别至少要有 5 条不同的来信。

    例: chengxin routing train 已办来信.csv --refused 退回.xlsx
    """
    with _told_plainly(), Refusals(refused, LABELLED) as refusals:
        examples = _enough_of_each(_labelled(files, refusals), refusals)
        model = train(examples)
        is_new = keep_model(home.current(), model)
    measured = model.measured
    click.echo(
        f"{'已保存模型' if is_new else '模型没有变化'}：{measured.examples} 条来信，{len(model.labels)} 个类别"
    )
    click.echo(
        f"交叉验证：宏平均 F1 {measured.macro_f1:.3f}，正确 {measured.right_of_all:.1%}，"
        f"有把握 {measured.sure_of_all:.1%}，其余标明需人工判断"
    )


@routing.command()
@click.argument("file", type=_FILE)
@_as_json
@click.option("--rules", "by_rules", is_flag=True, help="不用模型，只用随附的职责关键词规则")
@_refused
def classify(file: Path, as_json: bool, by_rules: bool, refused: Path | None) -> None:
    """逐条建议由谁办理: 类别、部门、区划、把握和所依据的原文词语，由人确认。

    没有训练过模型时，用随附的职责关键词规则。没有把握的标明“需人工判断”。

    例: chengxin routing classify 来信.csv --json
    """
    with _told_plainly(), Refusals(refused, UNLABELLED) as refusals:
        model = None if by_rules else model_of(home.current())
        rules, gazetteer = Rules(functions()), Gazetteer(places())
        for read in told_rows(file, UNLABELLED, refusals):
            told = (
                _refused_line(read)
                if isinstance(read, RefusedRow)
                else _proposed(read, model, rules, gazetteer)
            )
            click.echo(_json(told) if as_json else _proposal_said(told))


@routing.command()
@click.argument("file", type=_FILE)
@_as_json
@_refused
def replies(file: Path, as_json: bool, refused: Path | None) -> None:
    """逐条查看答复是否言之有物；只说收到、转办、日期或者照抄来信的，提请复核并说明理由。

    表格要有「答复」列；有「内容」「标题」列才能发现照抄来信的答复。

    例: chengxin routing replies 答复.csv --json
    """
    with _told_plainly(), Refusals(refused, ANSWERED) as refusals:
        for read in told_rows(file, ANSWERED, refusals):
            told = _refused_line(read) if isinstance(read, RefusedRow) else _looked_at(read)
            click.echo(_json(told) if as_json else _look_said(told))


def _labelled(files: tuple[Path, ...], refusals: Refusals) -> list[tuple[Path, Message]]:
    return [
        (file, read)
        for file in files
        for read in told_rows(file, LABELLED, refusals)
        if isinstance(read, Message)
    ]


def _enough_of_each(read: list[tuple[Path, Message]], refusals: Refusals) -> list[Example]:
    """Return the examples of labels that have enough of them; rows of the others are refused."""
    texts: defaultdict[str, set[str]] = defaultdict(set)
    for _, message in read:
        texts[message.label].add(message.text)
    examples = []
    for file, message in read:
        count = len(texts[message.label])
        if count >= FEWEST_OF_A_LABEL:
            examples.append(Example(message.text, message.label))
            continue
        expected = f"至少有 {FEWEST_OF_A_LABEL} 条不同来信的类别（此类别只有 {count} 条）"
        problem = Problem(message.row.number, LABEL.title_zh, message.label, expected)
        refusals.add(file, message.row.refused(problem))
    return examples


def _proposed(message: Message, model: Model | None, rules: Rules, gazetteer: Gazetteer) -> dict[str, Any]:
    located = gazetteer.locate(message.text)
    if model is None:
        asked = rules.propose(message.text)
        return _proposal_line(message, asked.proposal, asked.department, located, by="rules")
    proposal = model.propose(message.text)
    department = rules.department_for(message.text, proposal.label) if proposal.label else ""
    return _proposal_line(message, proposal, department, located, by="model")


def _proposal_line(
    message: Message, proposal: Proposal, department: str, located: Located, *, by: str
) -> dict[str, Any]:
    return {
        "row": message.row.number,
        "id": message.id,
        "label": proposal.label,
        "confidence": proposal.confidence,
        "words": list(proposal.words),
        "needs_person": proposal.needs_person,
        "department": department or None,
        "region": located.whole_name or None,
        "region_words": list(located.words),
        "by": by,
    }


def _looked_at(message: Message) -> dict[str, Any]:
    look = second_look(message.reply, message.text)
    return {
        "row": message.row.number,
        "id": message.id,
        "held": look is not None,
        "kind": look.kind if look else None,
        "reason": look.explain() if look else "",
    }


def _refused_line(row: RefusedRow) -> dict[str, Any]:
    return {"row": row.number, "problem": "".join(map(str, row.problems))}


def _proposal_said(told: dict[str, Any]) -> str:
    if "problem" in told:
        return str(told["problem"])
    label = told["label"] or "无法建议"
    office = f"{told['region'] or ''}{told['department'] or ''}"
    department = f"（{office}）" if office else ""
    person = "，需人工判断" if told["needs_person"] else ""
    grounds = [*told["words"], *told["region_words"]]
    words = f"，依据：{'、'.join(grounds)}" if grounds else ""
    confidence = f"{told['confidence']:.0%}" if told["confidence"] < TOLD_UP_TO else f"{TOLD_UP_TO:.0%} 以上"
    return f"第 {told['row']} 行：{label}{department}，把握 {confidence}{person}{words}"


def _look_said(told: dict[str, Any]) -> str:
    if "problem" in told:
        return str(told["problem"])
    return f"第 {told['row']} 行：{'提请复核，' + told['reason'] if told['held'] else '言之有物'}"


def _json(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False)


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Tell what cannot be done in one sentence and end with 1."""
    try:
        yield
    except (FileRefused, ModelRefused, TooLittleToLearn) as refusal:
        raise click.ClickException(str(refusal)) from None
    except BrokenPipeError:
        raise  # who reads us has read enough
    except OSError as refusal:
        raise click.ClickException(f"无法读写 {refusal.filename}: {refusal.strerror}") from None
