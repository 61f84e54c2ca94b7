"""Authors' words as HTML that is safe to put into a page.

Markdown is read with raw HTML off, so that a tag in it is shown as text, and what comes out is
cleaned once more against a short list of what may be there. Links go to https only.
"""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

_TAGS = {
    *("p", "em", "strong", "code", "pre", "br", "hr", "a", "blockquote", "ul", "ol", "li"),
    *("h3", "h4", "table", "thead", "tbody", "tr", "th", "td", "s"),
}
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
_EVERYTHING = MarkdownIt("commonmark").enable("table")
"""Sees raw HTML and pictures for what they are; nothing it makes is ever shown."""


@lru_cache(maxsize=1024)
def render(markdown: str) -> str:
    """Paragraphs, lists, code, tables and links as safe HTML."""
    return clean(raw(markdown))


@lru_cache(maxsize=1024)
def render_line(markdown: str) -> str:
    """One line without a paragraph around it, as safe HTML."""
    return clean(str(_MARKDOWN.renderInline(markdown)))


def raw(markdown: str) -> str:
    """The HTML before it is cleaned."""
    return str(_MARKDOWN.render(markdown))


def clean(html: str) -> str:
    """The HTML with everything gone that is not on the list."""
    return nh3.clean(
        html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"https"}, link_rel="noopener"
    )


def is_plain(markdown: str) -> bool:
    """Whether the text needs no cleaning: no raw tag, no picture, no link but to https."""
    tokens = _EVERYTHING.parse(markdown)
    inline = [child for token in tokens for child in token.children or ()]
    kinds = {token.type for token in (*tokens, *inline)}
    addresses = [str(one.attrGet("href")) for one in inline if one.type == "link_open"]
    headings = {token.tag for token in tokens if token.type == "heading_open"}
    return (
        not kinds & {"html_block", "html_inline", "image"}
        and all(address.startswith("https://") for address in addresses)
        and headings <= _TAGS
    )


def words_in(markdown: str) -> int:
    """How many words a reader reads."""
    return len(nh3.clean(raw(markdown), tags=set()).split())
