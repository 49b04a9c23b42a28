"""What a template says of data is escaped, also where it is looked up in the catalogue first."""

import pytest
from django.template import engines
from django.utils import translation

MARKUP = "<b title='\"'>甲 & 乙</b>"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_a_person_wrote_is_no_markup_where_it_passes_the_catalogue(language: str) -> None:
    template = engines["jinja2"].from_string(
        "{{ _(said) }}|{{ _('依据：%(said)s', said=said) }}|{{ ngettext(said, said, 2) }}"
    )
    with translation.override(language):
        page = template.render({"said": MARKUP})
    assert "<b" not in page
    assert page.count("&lt;b title=&#39;&#34;&#39;&gt;甲 &amp; 乙&lt;/b&gt;") == 3


def test_a_word_of_the_catalogue_is_escaped_once() -> None:
    template = engines["jinja2"].from_string(
        "{% set word = _('状态') %}{{ word }}|{{ _(word) }}|{{ word ~ said }}"
    )
    with translation.override("en"):
        assert template.render({"said": "<"}) == "State|State|State&lt;"
