"""命令行的提示: what the library of the command line says by itself, in Chinese: usage, help, and what it refuses.

It asks the translations of the process for its words, which follow the settings of whoever calls; here they are put
in its place, so that an installation speaks one language whatever the machine is set to. What is not in the table
stays as it is.
"""

from types import ModuleType

import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.termui
import click.types

_SPEAKERS: tuple[ModuleType, ...] = (
    click.core,
    click.decorators,
    click.exceptions,
    click.formatting,
    click.parser,
    click.termui,
    click.types,
)
_WORDS = {
    "Usage:": "用法:",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Show this message and exit.": "显示帮助。",
    "Show the version and exit.": "显示版本。",
    "default: {default}": "默认: {default}",
    "Aborted!": "已中止。",
    "Do you want to continue?": "要继续吗？",
    "Error: {message}": "错误: {message}",
    "Error: invalid input": "错误: 请填写 y 或者 n",
    "Error: The two entered values do not match.": "错误: 两次填写的不一样。",
    "Repeat for confirmation": "请再填写一次",
    "Try '{command} {option}' for help.": "查看帮助: {command} {option}",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing parameter: {param_name}": "缺少参数 {param_name}",
    "Missing command.": "缺少命令。",
    "Invalid value: {message}": "{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint}：{message}",
    "No such option {name!r}.": "没有选项 {name}。",
    "No such command {name!r}.": "没有命令 {name}。",
    "Option {name!r} does not take a value.": "选项 {name} 后面不填内容。",
    "Choose from:\n\t{choices}": "可以填：\n\t{choices}",
    "{value} is not in the range {range}.": "填的是 {value}，应当在 {range} 范围内。",
    "{value!r} is not a valid {number_type}.": "填的是“{value}”，应当是数字。",
    "{value!r} is not a valid boolean. Recognized values: {states}": "填的是“{value}”，应当是 {states} 之一。",
    "{name} {filename!r} does not exist.": "没有这个文件或者文件夹：{filename}",
    "{name} {filename!r} is a file.": "这是一个文件，应当是文件夹：{filename}",
    "{name} {filename!r} is a directory.": "这是一个文件夹，应当是文件：{filename}",
    "{name} {filename!r} is not readable.": "读不了这个文件或者文件夹：{filename}",
    "{name} {filename!r} is not writable.": "写不了这个文件或者文件夹：{filename}",
    "Could not open file {filename!r}: {message}": "打不开 {filename}：{message}",
}
_COUNTED = {
    "Got unexpected extra argument ({args})": "多出的参数：{args}",
    "Did you mean {possibility}?": "是不是 {possibility}？",
    "Option {name!r} requires an argument.": "选项 {name} 后面没有填内容。",
    "{value!r} is not {choice}.": "填的是“{value}”，应当是 {choice}。",
    "{value!r} does not match the format {format}.": "填的是“{value}”，应当是 2018-02-02 这样的日期。",
    "Takes {nargs} values but 1 was given.": "应当填 {nargs} 项，只填了 1 项。",
}
_SEVERAL = {
    "(Did you mean one of: {possibilities}?)": "是不是 {possibilities} 之一？",
    "{value!r} is not one of {choices}.": "填的是“{value}”，应当是 {choices} 之一。",
    "{value!r} does not match the formats {formats}.": "填的是“{value}”，应当是 2018-02-02 这样的日期。",
    "Takes {nargs} values but {len} were given.": "应当填 {nargs} 项，填了 {len} 项。",
    "Option {name!r} requires {nargs} arguments.": "选项 {name} 后面应当填 {nargs} 项。",
}


def speak_chinese() -> None:
    """Let the command line say these sentences in Chinese, from now on and in the whole process."""
    for module in _SPEAKERS:
        for name, said in (("_", _said), ("ngettext", _counted)):
            if hasattr(module, name):
                setattr(module, name, said)


def _said(message: str) -> str:
    return _WORDS.get(message, message)


def _counted(one: str, several: str, number: int) -> str:
    chinese = _COUNTED.get(one, one)
    return chinese if number == 1 else _SEVERAL.get(several, chinese if one in _COUNTED else several)
