"""消息的用语: what a message says wherever it goes: what there is, how many, and where to look. Nothing else."""

from django.conf import settings

from chengxin.foundation.notifications.models import Message, Occasion

CODE_MINUTES = 30  # that a code confirms an address


def subject_of(message: Message) -> str:
    """Return the line above."""
    return f"{settings.SITE_NAME or '诚信'}：{Occasion(message.occasion).zh} {message.count} 件"


def text_of(message: Message) -> str:
    """Return the text: the same line and the address of the desk at which to look, after signing in."""
    return f"{subject_of(message)}。请登录工作台查看：{settings.DESK_ORIGIN}{message.path}"


def code_subject() -> str:
    """Return the line above a code."""
    return f"{settings.SITE_NAME or '诚信'}：确认接收地址"


def code_text(code: str) -> str:
    """Return the text that carries a code."""
    return (
        f"确认码 {code}，{CODE_MINUTES} 分钟内有效。请在工作台的“消息”中填写。不是您本人办理的，请不要理会。"
    )
