"""Text that may hold code between backticks, as safe HTML for the page."""

import re

from markupsafe import Markup, escape

_CODE = re.compile(r"`([^`]*)`")


def sentence(text: str) -> Markup:
    """A sentence with `code` in it, everything else escaped."""
    parts = _CODE.split(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if i % 2 else escape(part)
        for i, part in enumerate(parts)
    )
