"""补写: what a drafter adds to a document beside what its kind builds from the case; nothing built can be left out."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from chengxin.foundation.documents.rendering.document import Block, Heading, OfficialDocument
from chengxin.foundation.documents.rendering.kinds.issue import section

ADDED = "added"  # under this key of a document's value: the text added to each section, by its heading


def supplemented(official: OfficialDocument, added: Mapping[str, str]) -> OfficialDocument:
    """Return a document with texts added at the end of its sections; one that it lacks is put first after the opening.

    Each line of a text becomes a paragraph. Sections are named by their headings of the first level.
    """
    if not any(text.strip() for text in added.values()):
        return official
    body: list[Block] = []
    there = {block.text for block in official.body if isinstance(block, Heading) and block.level == 1}
    lacking = [section(name, text) for name, text in added.items() if name not in there and text.strip()]
    for number, (name, blocks) in enumerate(_sections(official)):
        body += blocks
        body += section(name, added.get(name, ""))[1:]
        if number == 0:
            body += [block for blocks_of in lacking for block in blocks_of]
    return replace(official, body=tuple(body))


def _sections(official: OfficialDocument) -> Iterator[tuple[str, list[Block]]]:
    """Yield the opening under '', then each section with its heading."""
    name, blocks = "", list[Block]()
    for block in official.body:
        if isinstance(block, Heading) and block.level == 1:
            yield name, blocks
            name, blocks = block.text, []
        blocks.append(block)
    yield name, blocks
