"""Documents are issued as everywhere, but not set as pages: that is told in the tests of rendering."""

import pytest

from chengxin.foundation.documents import operations as documents


@pytest.fixture(autouse=True)
def papers_are_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Setting pages takes a second each."""
    monkeypatch.setattr(documents, "render_pdf", lambda official: official.title.encode())
    monkeypatch.setattr(documents, "render_docx", lambda official: official.title.encode())
