"""公文版式: one value, two renderers: a document laid out by GB/T 9704 as DOCX and as PDF.

Keeps      the value of an official document, the numbers of the standard, one function per kind of document.
Promises   both renderers print the same text in the same order; the same value gives the same bytes; text is
           never read as mark-up; who is notified of something is told the remedies.
Refuses    to draw a seal (its place stays empty), to number or to date by itself, to carry a grade of secrecy
           (what is secret has no place on this platform), to name a natural person (posts only).
Start at   document.py, then elements.py, then layout.py.
"""

from chengxin.foundation.documents.rendering.docx import render_docx
from chengxin.foundation.documents.rendering.faces import CharacterWithoutGlyph
from chengxin.foundation.documents.rendering.pdf import render_pdf

__all__ = ["CharacterWithoutGlyph", "render_docx", "render_pdf"]
