"""A pack with one small puzzle, Echo over two letters, written into a folder for a test to bend."""

from collections.abc import Mapping
from pathlib import Path

PACK = """
format = 1
id = "0f4b6a34-6a53-4a0e-8f8e-0a4f1d2b9c11"
name = "tiny"
title = "Tiny"
version = "1.0.0"
engine = ">=1"
licence = "MIT"
authors = ["Nobody"]
chapters = ["01-only"]
"""

CHAPTER = """
title = "Only"
gap = "A gap."
failure = "A failure."
"""

GAPS = """
[[gap]]
slug = "order"
title = "Order"
meaning = "Order is not free."
failure = "Models lose it."
"""

PUZZLE = """
id = "7c2f5d1e-6f0a-4d6e-9a57-3b1b7e0b8f22"
title = "Echo"
output = "token"
scored = "each"
par = ["heads", "terms"]
examples = [["^", "a", "b"], ["^", "b", "a", "b"]]
hints = ["One.", "Two.", "Three."]
introduces = ["heads", "compare", "shift", "copy"]
gaps = ["order"]

[setting]
tokens = ["^", "a", "b"]
max_len = 13
bos = true
[setting.slots]
answer = "token"

[budget]
heads = 1
neurons = 0

[worlds]
small_length = 4
long_length = 12
long_count = 30
"""

TARGET = """
def target(tokens):
    return [None, *tokens[:-1]]
"""

PAR = """# title: By address
# say: Ask for the number before yours.
layer
  head before
    match key.position == query.position - 1
    copy token -> answer
output answer
"""

SELF = """# why: it sounds right
# fails: ^ a
# say: You are the latest.
layer
  head before
    prefer latest
    copy token -> answer
output answer
"""

OTHER = """# why: the examples alternate
# fails: ^ a a
# say: A twin is not other.
layer
  head before
    match key.token != query.token
    prefer latest
    copy token -> answer
output answer
"""

FILES = {
    "pack.toml": PACK,
    "gaps.toml": GAPS,
    "01-only/chapter.toml": CHAPTER,
    "01-only/01-echo/puzzle.toml": PUZZLE,
    "01-only/01-echo/lesson.md": "Say the token before you.\n\n---\n\nOrder is known.\n",
    "01-only/01-echo/target.py": TARGET,
    "01-only/01-echo/start.stream": "layer\noutput answer\n",
    "01-only/01-echo/solutions/par.stream": PAR,
    "01-only/01-echo/wrong/self.stream": SELF,
    "01-only/01-echo/wrong/other.stream": OTHER,
}

ECHO = "01-only/01-echo"

PEEK = """
id = "{id}"
title = "Peek"
goal = "{goal}"
output = "token"
scored = "marked"
examples = [["a", "b", "a"], ["b", "b"]]
hints = ["One.", "Two.", "Three."]
introduces = ["prefer"]
gaps = ["order"]
{more}
[setting]
tokens = ["a", "b"]
max_len = 13
attention = "{attention}"
[setting.slots]
answer = "token"

[budget]
layers = 1
heads = 1
neurons = 0

[worlds]
small_length = 4
long_length = 12
long_count = 30
"""

LAST = """
def target(tokens):
    return [tokens[-1], *[None] * (len(tokens) - 1)]
"""

PROOF = """lemma = "future"
sequences = [["a", "a"], ["a", "b"]]
position = 0
"""

LATEST = """layer
  head eye
    prefer latest
    copy token -> answer
output answer
"""

MIXED = """# why: it reads everything
# fails: a b
# say: Everything is too much.
layer
  head all
    copy token -> answer
output answer
"""

FIRST = """# why: a row often ends as it began
# fails: a b
# say: Not always.
layer
  head first
    prefer earliest
    copy token -> answer
output answer
"""


def write(home: Path, changes: Mapping[str, str | None] | None = None) -> Path:
    """The pack's folder in `home`; a change replaces a file, of Echo by default, or drops it."""
    folder = home / "tiny"
    files: dict[str, str | None] = dict(FILES)
    for name, text in (changes or {}).items():
        whole = name in FILES or name.startswith("01-only/")
        files[name if whole else f"{ECHO}/{name}"] = text
    for name, text in files.items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    return folder


def swapped(old: str, new: str, text: str = PUZZLE) -> str:
    """puzzle.toml, or another text, with one thing replaced; it must be there."""
    assert text.count(old) >= 1
    return text.replace(old, new, 1)


def peek(
    slug: str = "peek",
    goal: str = "impossible",
    ahead: bool = False,
    pair: str | None = None,
    number: int = 2,
) -> dict[str, str | None]:
    """Files of a second puzzle: the first place says the last token.

    It can be built where places see `ahead`, and cannot where they do not.
    """
    more = ['par = ["heads", "terms"]'] if ahead else []
    more += [f'pair = "{pair}"'] if pair else []
    puzzle = PEEK.format(
        id=f"7c2f5d1e-6f0a-4d6e-9a57-{number:012}",
        goal=goal,
        attention="bidirectional" if ahead else "causal",
        more="\n".join(more),
    )
    files = {
        "puzzle.toml": puzzle,
        "lesson.md": "At the first place, say the last token.\n\n---\n\nWhat is ahead is hidden.\n",
        "target.py": LAST,
        "start.stream": "layer\noutput answer\n",
        "wrong/mixed.stream": MIXED,
        "wrong/first.stream": FIRST,
        **({"solutions/par.stream": LATEST} if ahead else {"proof.toml": PROOF}),
    }
    return {f"01-only/{number:02}-{slug}/{name}": text for name, text in files.items()}


def twins() -> dict[str, str | None]:
    """Two puzzles to decide, of which the first can be built."""
    return peek("ahead", "decide", True, "behind", 2) | peek("behind", "decide", False, "ahead", 3)
