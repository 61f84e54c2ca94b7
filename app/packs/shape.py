"""What the TOML files of a pack may hold: one frozen shape per file, unknown keys refused."""

import re
from typing import Annotated, Literal, TypeVar, get_args
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr

from app.gaps.proofs.attempt import LemmaName
from app.language import bounds
from app.language.allowance import Construct, CostName
from app.language.setting import SettingShape

FORMAT = 1
SMALL_LIMIT = 20_000
"""Sequences the small world of a puzzle may hold."""

LONG_LIMIT = 5_000
"""Sequences the long world of a puzzle may hold."""

Value = TypeVar("Value", str, int)

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
FOLDER = re.compile(rf"[0-9]{{2}}-({SLUG})")
"""The name of a chapter's or a puzzle's folder; the group is its slug."""

PROOF_SEQUENCES = 32
"""Sequences that a proof may be applied to."""

Goal = Literal["build", "impossible", "decide", "break"]
Scored = Literal["each", "last", "marked"]
Status = Literal["draft", "active", "retired"]
Feature = Literal[
    "layers",
    "heads",
    "compare",
    "unequal",
    "order",
    "shift",
    "relate",
    "is",
    "is not",
    "avoid",
    "weight",
    "prefer",
    "copy",
    "part",
    "through",
    "gain",
    "rules",
    "and",
    "same",
    "amounts",
    "between",
    "neurons",
    "otherwise",
    "compute",
    "slots",
    "spaces",
    "concepts",
    "relations",
    "circuits",
]
FEATURES: tuple[Feature, ...] = get_args(Feature)
"""What a puzzle may introduce, for an editor to offer from there on."""


def _no_doubles(values: list[Value]) -> list[Value]:
    if len(set(values)) != len(values):
        raise ValueError("holds something twice")
    return values


def _one_line(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise ValueError("must be one line of text, and not empty")
    return text


Line = Annotated[StrictStr, Field(max_length=300), AfterValidator(_one_line)]
Paragraph = Annotated[StrictStr, Field(min_length=1, max_length=2000)]
Slug = Annotated[StrictStr, Field(max_length=64, pattern=rf"^{SLUG}$")]
Folder = Annotated[StrictStr, Field(max_length=64, pattern=rf"^[0-9]{{2}}-{SLUG}$")]
Label = Annotated[StrictStr, Field(max_length=bounds.NAME_CHARACTERS)]
Sequence = Annotated[list[Label], Field(min_length=1, max_length=bounds.SEQUENCE_TOKENS)]
Count = Annotated[StrictInt, Field(ge=0, le=10**9)]
Place = Annotated[StrictInt, Field(ge=0, lt=bounds.SEQUENCE_TOKENS)]
Address = Annotated[StrictStr, Field(max_length=500, pattern=r"^https://[^\s<>\"']+$")]
Costs = Annotated[list[CostName], AfterValidator(_no_doubles)]
Slugs = Annotated[list[Slug], Field(max_length=20), AfterValidator(_no_doubles)]


class Shape(BaseModel):
    """The base of every table: frozen, and nothing that is not named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CitationShape(Shape):
    """A source, exactly what it says, and how that is known."""

    text: Line
    claim: Paragraph
    url: Address | None = None
    standing: Literal["read", "reported"] = "read"


Citations = Annotated[list[CitationShape], Field(max_length=20)]


class GapShape(Shape):
    """One [[gap]]."""

    slug: Slug
    title: Line
    meaning: Paragraph
    failure: Paragraph
    citations: Citations = []


class GapsShape(Shape):
    """gaps.toml."""

    gap: Annotated[list[GapShape], Field(min_length=1, max_length=200)]


class ProofShape(Shape):
    """proof.toml: a lemma, and what it is applied to."""

    lemma: LemmaName
    sequences: Annotated[list[Sequence], Field(max_length=PROOF_SEQUENCES)] = []
    position: Place | None = None
    free: Annotated[
        list[Place], Field(max_length=bounds.SEQUENCE_TOKENS), AfterValidator(_no_doubles)
    ] = []


class PackShape(Shape):
    """pack.toml."""

    format: Literal[1]
    id: UUID
    name: Slug
    title: Line
    version: Annotated[StrictStr, Field(pattern=r"^[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}$")]
    engine: Annotated[
        StrictStr,
        Field(max_length=60, pattern=r"^(>=|<=|==|<|>)[0-9.]+(, ?(>=|<=|==|<|>)[0-9.]+)*$"),
    ]
    licence: Line
    authors: Annotated[list[Line], Field(min_length=1, max_length=50)]
    chapters: Annotated[
        list[Folder], Field(min_length=1, max_length=99), AfterValidator(_no_doubles)
    ]


class ChapterShape(Shape):
    """chapter.toml."""

    title: Line
    gap: Paragraph
    failure: Paragraph
    citations: Citations = []


class GivenShape(Shape):
    """The [given] table."""

    program: Literal["start.stream", "given.stream"] = "start.stream"
    open: Annotated[list[StrictStr], Field(max_length=32)] = []
    free: StrictBool = False


class LayerBudgetShape(Shape):
    """One [[budget.layer]]."""

    heads: Count | None = None
    terms: Count | None = None
    neurons: Count | None = None
    value_width: Count | None = None
    key_width: Count | None = None


class BudgetShape(LayerBudgetShape):
    """The [budget] table."""

    layers: Count | None = None
    width: Count | None = None
    parameters: Count | None = None
    layer: Annotated[list[LayerBudgetShape], Field(max_length=bounds.LAYERS)] = []


class WorldsShape(Shape):
    """The [worlds] table: how many cases, and how long. Lengths leave out the `^`."""

    small_length: Annotated[StrictInt, Field(ge=1, le=bounds.SEQUENCE_TOKENS)] | None = None
    long_length: Annotated[StrictInt, Field(ge=1, le=bounds.SEQUENCE_TOKENS)] = 64
    long_count: Annotated[StrictInt, Field(ge=0, le=LONG_LIMIT)] = 500
    seed: Annotated[StrictInt, Field(ge=0, le=2**31)] = 1


class SpareShape(Shape):
    """A step of par that may be taken away without harm, and why it stands there."""

    step: Line
    reason: Paragraph


class PuzzleShape(Shape):
    """puzzle.toml."""

    id: UUID
    title: Line
    goal: Goal = "build"
    pair: Slug | None = None
    shortest: Annotated[StrictInt, Field(ge=1, le=bounds.SEQUENCE_TOKENS)] | None = None
    status: Status = "active"
    output: Annotated[StrictStr, Field(min_length=1, max_length=bounds.NAME_CHARACTERS)]
    scored: Scored
    par: Costs = []
    examples: Annotated[list[Sequence], Field(min_length=2, max_length=12)]
    hints: Annotated[list[Paragraph], Field(min_length=3, max_length=12)]
    introduces: Annotated[list[Feature], AfterValidator(_no_doubles)] = []
    needs: Slugs = []
    gaps: Annotated[Slugs, Field(min_length=1)]
    citations: Citations = []
    interchangeable: Annotated[list[list[Label]], Field(max_length=20)] = []
    abstain: Annotated[list[Label], Field(max_length=20), AfterValidator(_no_doubles)] = []
    forbid: Annotated[list[Construct], AfterValidator(_no_doubles)] = []
    sealed: Annotated[list[StrictStr], Field(max_length=32), AfterValidator(_no_doubles)] = []
    setting: SettingShape
    given: GivenShape | None = None
    budget: BudgetShape = BudgetShape()
    worlds: WorldsShape = WorldsShape()
    spare: Annotated[list[SpareShape], Field(max_length=20)] = []
