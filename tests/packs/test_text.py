"""Authors' words as HTML: nothing in them may act."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.packs.text import is_plain, render, render_line, words_in


def test_markdown_becomes_html() -> None:
    assert render("One *two* `a < b`.") == "<p>One <em>two</em> <code>a &lt; b</code>.</p>\n"
    assert render_line("Say `a`.") == "Say <code>a</code>."
    link = render("[there](https://example.org/)")
    assert '<a href="https://example.org/" rel="noopener">there</a>' in link


HOSTILE = [
    "<script>alert(1)</script>",
    "<img onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](data:text/html,<script>)",
    "![x](https://example.org/x.png)",
    '<a href="https://x" style="color:red" onclick="x()">y</a>',
    "[x](http://example.org)",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_acts(text: str) -> None:
    for html in (render(text), render_line(text)):
        assert "<script" not in html
        assert "<img" not in html
        assert "style=" not in html.replace("&quot;", "") or "<a" not in html
        assert 'href="javascript' not in html
        assert 'href="http:' not in html
        assert 'href="data' not in html


@given(st.text(alphabet="<>&\"'()[]!`*_ \nabhref=:/", max_size=60))
def test_no_text_makes_a_tag_that_is_not_listed(text: str) -> None:
    html = render(text)
    tags = {part.split(">")[0].split()[0].strip("/") for part in html.split("<")[1:]}
    listed = "p em strong code pre br hr a blockquote ul ol li h3 h4 table thead tbody tr th td"
    assert tags <= set(listed.split())


def test_what_an_author_is_told_about() -> None:
    assert is_plain("`<b>` is code, 1 < 2, and [a link](https://example.org).")
    assert not is_plain("<img src=x>")
    assert not is_plain("[x](http://example.org)")
    assert not is_plain("![x](https://example.org/x.png)")
    assert not is_plain("# A heading too large")


def test_words_are_counted_as_read() -> None:
    assert words_in("One *two*\n\n- `three four`") == 4
