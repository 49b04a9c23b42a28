"""Typefaces: which one each element wears, what stands for it where it is missing, what can be set at all."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from chengxin.foundation.documents.rendering.elements import Element, Role
from chengxin.foundation.documents.rendering.layout import BODY_PT, SMALL_PT, TITLE_PT, mark_size_pt
from chengxin_core.vocabulary import Term

FONTS: Final[Traversable] = files("chengxin.foundation.documents.rendering") / "fonts"


class Face(Term):
    """字体: the faces of an official document, each with the name a word processor knows it by."""

    FANG = "fang", "仿宋_GB2312"
    TITLE_SONG = "title_song", "方正小标宋简体"
    HEI = "hei", "黑体"
    KAI = "kai", "楷体_GB2312"
    SONG = "song", "宋体"


class CharacterWithoutGlyph(ValueError):
    """A character that no font at hand can draw; printing an empty box for it would falsify the document."""

    def __init__(self, element: Element, character: str) -> None:
        super().__init__(
            f"“{element.role.zh}”中的“{character}”(U+{ord(character):04X})没有可用的字形, "
            "应当是规范汉字或者常用符号。"
        )


# Names under which a face may be installed, best first, then the free face that comes with us.
INSTALLED: Final[dict[Face, tuple[str, ...]]] = {
    Face.FANG: ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong"),
    Face.TITLE_SONG: ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05"),
    Face.HEI: ("SimHei", "黑体"),
    Face.KAI: ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体"),
    Face.SONG: ("SimSun", "宋体"),
}
EMBEDDED: Final[dict[Face, str]] = {
    Face.FANG: "FandolFang R",
    Face.TITLE_SONG: "FandolSong",
    Face.HEI: "FandolHei",
    Face.KAI: "FandolKai",
    Face.SONG: "FandolSong",
}
FALLBACKS: Final = ("FandolFang R", "Noto Serif SC")

_FACES: Final = {
    Role.URGENCY: Face.HEI,
    Role.MARK: Face.TITLE_SONG,
    Role.TITLE: Face.TITLE_SONG,
    Role.HEADING_1: Face.HEI,
    Role.HEADING_2: Face.KAI,
}
_SIZES: Final = {
    Role.TITLE: TITLE_PT,
    Role.TABLE: SMALL_PT,
    Role.COPIES: SMALL_PT,
    Role.PRINTER: SMALL_PT,
}


def face_of(role: Role) -> Face:
    """Return the face of an element's text: 仿宋 unless the standard names another."""
    return _FACES.get(role, Face.FANG)


def face_of_lead(role: Role) -> Face:
    """Return the face of the label before an element's text."""
    return Face.HEI if role is Role.FACT else face_of(role)


def size_of(element: Element) -> float:
    """Return the size of an element's text in points."""
    return mark_size_pt(element.text) if element.role is Role.MARK else _SIZES.get(element.role, BODY_PT)


def substituted(installed: frozenset[str]) -> tuple[Face, ...]:
    """Return the faces that a free one stands for, given the families that are installed."""
    return tuple(face for face in Face if not installed.intersection(INSTALLED[face]))


def families(face: Face, installed: frozenset[str]) -> tuple[str, ...]:
    """Return the families to look for a letter in, in order."""
    chosen = [name for name in INSTALLED[face] if name in installed][:1]
    return tuple(dict.fromkeys((*chosen, EMBEDDED[face], *FALLBACKS)))


@cache
def drawable() -> frozenset[str]:
    """Return every character that the fonts which come with us can draw."""
    names = ("characters-FandolFang-Regular.txt", "characters-NotoSerifSC-Light-Rare.txt")
    return frozenset("".join((FONTS / name).read_text(encoding="utf-8") for name in names))


def refuse_undrawable(element: Element) -> None:
    """Refuse an element with a character that would come out as an empty box."""
    for character in element.words:
        if character not in drawable():
            raise CharacterWithoutGlyph(element, character)
