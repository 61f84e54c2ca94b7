"""The sandbox's page: what was typed with its complaints beside it, and the tower above.

The state stands in the path and what is chosen in the query, so that the hundreds of links of a
tower need only say what they choose: they are relative (`./?pos=3`), and the page stays small.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from threading import BoundedSemaphore

from app.language.allowance import COSTS
from app.language.complaint import Complaint
from app.language.cost import cost
from app.language.program import Place, Program
from app.language.scope import scope_of
from app.language.setting import Setting
from app.play.places import NoSuchPlace, part
from app.play.sandbox import PACKED, Box, boxed, pack
from app.play.starts import STARTS
from app.web.address import View
from app.web.bench import Bench, read
from app.web.prose import sentence
from app.web.sequence import join
from app.web.task import NAMES
from app.web.tower import Tower, tower

PATH = "/sandbox"

GENERATED = 2_000_000_000
"""Numbers that may pass while a program generates for the page: about a second's work."""

_TOO_LONG = (
    "This many steps of generating take too long for a page. "
    'Allow fewer steps in "generate", or a shorter sequence.'
)
_HERE = BoundedSemaphore(4)
"""Pages worked out at one time; a light one takes a moment."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the program answers at one position, as its column is labelled."""

    position: int
    token: str
    answer: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What came out: the tower, the answers, the costs. `query` is what is chosen on the page."""

    tower: Tower
    sequence: str
    answers: tuple[Said, ...]
    costs: tuple[tuple[str, int], ...]
    query: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """One complaint about the program, with its line."""

    message: str
    line: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Start:
    """A ready-made sandbox to begin from."""

    title: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Page:
    """The page. `seen` is None where there is nothing to run, and `why` then says why."""

    bench: Bench
    seen: Seen | None
    why: str
    complaints: tuple[Wrong, ...]
    starts: tuple[Start, ...]
    trouble: str
    hint: str
    query: str

    @property
    def box(self) -> Box:
        """What was typed."""
        return self.bench.box

    @property
    def lines(self) -> range:
        """Line numbers of the program, with one line to spare."""
        return range(1, self.box.text.count("\n") + 2)


def address_of(setting: Setting, text: str, sequence: str) -> str:
    """The address of a sandbox with these in it; empty when they are more than one can hold."""
    return address(boxed(setting, text, sequence))


def address(box: Box) -> str:
    """The address of a sandbox; empty when it is more than an address can hold."""
    packed = pack(box)
    return f"{PATH}/{packed}/" if len(packed) <= PACKED else ""


def page(box: Box, view: View, trouble: str = "", hint: str = "", *, run: bool = True) -> Page:
    """The page of a sandbox. Without `run` it holds only what was typed."""
    with _HERE:
        bench = read(box)
        seen, why = _seen(bench, view) if run else (None, "Nothing was run.")
    return Page(
        bench=bench,
        seen=seen,
        why=why,
        complaints=tuple(_wrong(each, box.text) for each in bench.complaints),
        starts=tuple(_start(title, each, box) for title, each in STARTS.items()),
        trouble=trouble,
        hint=hint,
        query=view.query,
    )


def _seen(bench: Bench, view: View) -> tuple[Seen | None, str]:
    setting, tokens = bench.setting, bench.tokens
    if setting is None:
        return None, "The tower comes back when the setting can be read."
    if tokens is None:
        return None, "The tower needs a sequence of these tokens."
    if _generates_too_much(bench.program, setting):
        return None, _TOO_LONG
    view = replace(view, step=_step(bench.program, view.step))
    rising = tower(bench.program, setting, tokens, view, None, ())
    costs = cost(bench.program, setting)
    return Seen(
        tower=rising,
        sequence=join(tokens),
        answers=_said(rising),
        costs=tuple((NAMES[name], getattr(costs, name)) for name in COSTS),
        query=view.query,
    ), ""


def _said(rising: Tower) -> tuple[Said, ...]:
    """The answers, where the program says which slot they stand in."""
    if not rising.answering:
        return ()
    texts = {token.position: token.text for token in rising.tokens}
    return tuple(Said(a.position, texts[a.position], a.given) for a in rising.answers)


def _generates_too_much(program: Program, setting: Setting) -> bool:
    """Whether the numbers of every step of generating are more than a page may take."""
    if setting.generate is None:
        return False
    length, steps = setting.max_len, min(setting.generate.steps, setting.max_len)
    heads = sum(len(layer.heads) for layer in program.layers)
    rules = cost(program, setting).neurons
    streams = (2 * len(program.layers) + 1) * scope_of(program, setting).directions
    return steps * length * (streams + rules + 2 * length * heads) > GENERATED


def _step(program: Program, step: Place) -> Place:
    """The step that the address names, else the head or rule nearest to the answer."""
    try:
        part(program, step)
    except NoSuchPlace:
        step = ()
    return step or next(_backwards(program), ())


def _backwards(program: Program) -> Iterator[Place]:
    """The last head and the first rule of each layer, from the last layer down."""
    for i, layer in reversed(list(enumerate(program.layers))):
        if layer.heads:
            yield ("layers", i, "heads", len(layer.heads) - 1)
        yield from (
            ("layers", i, "mlps", j, "rules", 0) for j, m in enumerate(layer.mlps) if m.rules
        )


def _start(title: str, box: Box, now: Box) -> Start:
    return Start(title, address(box), box == now)


def _wrong(complaint: Complaint, text: str) -> Wrong:
    lines = text.split("\n")
    line = complaint.line
    source = lines[line - 1].strip() if line and line <= len(lines) else ""
    return Wrong(sentence(complaint.message), line, source)
