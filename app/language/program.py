"""A Stream program as frozen data: it prints, hashes, compares and stores.

Nothing here computes or judges. `parse` and `jsonform` make these values, `show` writes them,
`complaints` says what is wrong with them, and the engine runs those about which nothing is wrong.

A *place* is the path of a part inside its program, such as `("layers", 0, "heads", 1)`: field names
and indices, in order. Complaints, editor forms and traces all speak in places.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from app.language.words import needs_quotes

Place: TypeAlias = tuple[str | int, ...]
Comparison: TypeAlias = Literal["==", "!=", "<", "<=", ">", ">="]
Below: TypeAlias = Literal["<", "<="]
Operator: TypeAlias = Literal["+", "-", "*", "//", "%"]

COMPARISONS: tuple[Comparison, ...] = ("==", "!=", "<", "<=", ">", ">=")
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Remarks:
    """Comments that belong to a statement: the lines before it and the one that ends it."""

    before: tuple[str, ...] = ()
    beside: str = ""


BARE = Remarks()


@dataclass(frozen=True, slots=True)
class Ref:
    """A label or concept by name. Quoted text is always a label; a bare word may be either.

    Text that can only be written in quotes counts as quoted, however it was made.
    """

    text: str
    quoted: bool = False

    def __post_init__(self) -> None:
        if not self.quoted and needs_quotes(self.text):
            object.__setattr__(self, "quoted", True)


# Declarations -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Space:
    """An ordered list of distinct labels."""

    name: str
    labels: tuple[str, ...]
    remarks: Remarks = BARE


@dataclass(frozen=True, slots=True)
class Slot:
    """A named part of the residual stream: a vector of amounts over the labels of one space."""

    name: str
    space: str
    remarks: Remarks = BARE


@dataclass(frozen=True, slots=True)
class Concept:
    """A named set of labels and other concepts of one space."""

    name: str
    members: tuple[Ref, ...]
    space: str = "token"
    remarks: Remarks = BARE


@dataclass(frozen=True, slots=True)
class Relation:
    """A named set of pairs; the spaces of the two sides are known only where it is used."""

    name: str
    pairs: tuple[tuple[Ref, Ref], ...]
    remarks: Remarks = BARE


@dataclass(frozen=True, slots=True)
class Circuit:
    """A named group of steps, nested by `/`. It changes nothing in what is computed."""

    path: str
    purpose: str = ""
    remarks: Remarks = BARE


# Attention --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Compare:
    """`match key.S == query.T + k`: the sum over pairs of labels that the comparison accepts."""

    key: str
    comparison: Comparison
    query: str
    shift: int = 0
    weight: Fraction = ONE
    avoid: bool = False
    remarks: Remarks = BARE


@dataclass(frozen=True, slots=True)
class Relate:
    """`match key.S REL query.T`: the sum over pairs of labels in the relation, read key:query."""

    key: str
    relation: str
    query: str
    weight: Fraction = ONE
    avoid: bool = False
    remarks: Remarks = BARE


@dataclass(frozen=True, slots=True)
class Has:
    """`match key.S is P`: the amount of P at the key; negated, 1 minus it."""

    key: str
    what: Ref
    negated: bool = False
    weight: Fraction = ONE
    avoid: bool = False
    remarks: Remarks = BARE


@dataclass(frozen=True, slots=True)
class Prefer:
    """`prefer latest` or `prefer earliest`: the tie-break, worth less than any whole match."""

    end: Literal["latest", "earliest"]
    remarks: Remarks = BARE


Clause: TypeAlias = Compare | Relate | Has | Prefer


@dataclass(frozen=True, slots=True)
class Copy:
    """`copy S -> D`, narrowed to the labels of `part` or translated `through` a relation."""

    source: str
    target: str
    part: Ref | None = None
    through: str | None = None
    gain: Fraction = ONE
    remarks: Remarks = BARE


@dataclass(frozen=True, slots=True)
class Head:
    """One attention head: clauses score the keys, copies say what is brought back."""

    name: str
    clauses: tuple[Clause, ...] = ()
    copies: tuple[Copy, ...] = ()
    circuit: str | None = None
    remarks: Remarks = BARE


# MLP --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """`c*S[P]` in a sum of amounts, or with no slot the number c."""

    coefficient: Fraction
    slot: str | None = None
    what: Ref | None = None


@dataclass(frozen=True, slots=True)
class Is:
    """The literal `S is P`: the amount of P in S; negated, 1 minus it."""

    slot: str
    what: Ref
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Same:
    """`S == R` over two slots of one space: shorthand for one rule per label."""

    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Amount:
    """`E > F` and its kin, over sums of amounts."""

    left: tuple[Term, ...]
    comparison: Literal["==", "<", "<=", ">", ">="]
    right: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """`a < E < b`, each sign `<` or `<=`."""

    low: Fraction
    above: Below
    middle: tuple[Term, ...]
    below: Below
    high: Fraction


Condition: TypeAlias = Is | Same | Amount | Between


@dataclass(frozen=True, slots=True)
class Write:
    """`D = label gain g`."""

    slot: str
    label: Ref
    gain: Fraction = ONE


@dataclass(frozen=True, slots=True)
class When:
    """`when C1 and C2: D = label, E = other`."""

    conditions: tuple[Condition, ...]
    writes: tuple[Write, ...]
    remarks: Remarks = BARE


@dataclass(frozen=True, slots=True)
class Neuron:
    """The bare neuron `neuron E: D = label gain g`."""

    amount: tuple[Term, ...]
    writes: tuple[Write, ...]
    remarks: Remarks = BARE


@dataclass(frozen=True, slots=True)
class Otherwise:
    """`otherwise: D = label`: 1 minus the activations of this layer's rules that write D."""

    slot: str
    label: Ref
    remarks: Remarks = BARE


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number in a `compute`."""

    value: int


@dataclass(frozen=True, slots=True)
class Read:
    """The value of a slot in a `compute`."""

    slot: str


@dataclass(frozen=True, slots=True)
class Negate:
    """Unary minus in a `compute`."""

    of: "Expression"


@dataclass(frozen=True, slots=True)
class Binary:
    """Two values and an operator, with Python's meaning of `//` and `%`."""

    operator: Operator
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Extreme:
    """`min(..)` or `max(..)` of at least one value."""

    which: Literal["min", "max"]
    of: tuple["Expression", ...]


Expression: TypeAlias = Number | Read | Negate | Binary | Extreme


@dataclass(frozen=True, slots=True)
class Compute:
    """`compute D = expr`: shorthand for one rule per combination of input values."""

    slot: str
    expression: Expression
    remarks: Remarks = BARE


Rule: TypeAlias = When | Neuron | Otherwise | Compute


@dataclass(frozen=True, slots=True)
class Mlp:
    """One `mlp` block. All blocks of a layer read the same stream and add to it together."""

    rules: tuple[Rule, ...] = ()
    circuit: str | None = None
    remarks: Remarks = BARE


# The whole --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Layer:
    """All heads, then all MLP blocks. An empty layer counts."""

    heads: tuple[Head, ...] = ()
    mlps: tuple[Mlp, ...] = ()
    remarks: Remarks = BARE


@dataclass(frozen=True, slots=True)
class Output:
    """`output D`. A program has exactly one; a draft may have none yet."""

    slot: str
    remarks: Remarks = BARE


@dataclass(frozen=True, slots=True)
class Program:
    """A transformer in symbols."""

    layers: tuple[Layer, ...] = ()
    outputs: tuple[Output, ...] = ()
    spaces: tuple[Space, ...] = ()
    slots: tuple[Slot, ...] = ()
    concepts: tuple[Concept, ...] = ()
    relations: tuple[Relation, ...] = ()
    circuits: tuple[Circuit, ...] = ()
    closing: tuple[str, ...] = ()
    """Comments after the last statement."""
