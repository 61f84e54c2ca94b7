"""What the rules of a puzzle say about every program that keeps them.

A lemma is about a class of programs. Here it is checked, from the setting and the allowance alone,
that every program allowed belongs to that class. What cannot be shown is not claimed.
"""

from app.gaps.exam import Exam
from app.gaps.proofs.attempt import Part
from app.language.allowance import Allowance


def most_heads(allowance: Allowance) -> int | None:
    """The most heads a program may hold, given ones included; None if nothing says."""
    given = given_heads(allowance)
    free = given if allowance.given is not None and allowance.given.free else 0
    found = []
    if most_layers(allowance) == 0:
        found.append(0)
    if "heads" in allowance.forbidden:
        found.append(given)
    if "heads" in allowance.budget:
        found.append(allowance.budget["heads"] + free)
    by_layer = _by_layer(allowance)
    if by_layer is not None:
        found.append(by_layer + free)
    return min(found, default=None)


def most_layers(allowance: Allowance) -> int | None:
    """The most layers a program may have; None if nothing says. Given layers always count."""
    return allowance.budget.get("layers")


def given_heads(allowance: Allowance) -> int:
    """How many heads the puzzle gives, open ones included."""
    if allowance.given is None:
        return 0
    return sum(len(layer.heads) for layer in allowance.given.program.layers)


def no_heads(exam: Exam) -> Part:
    """Whether no program here may hold a head."""
    holds = most_heads(exam.allowance) == 0
    return Part(
        "no heads",
        holds,
        "No program may hold a head here."
        if holds
        else "Programs may hold heads here: choose a lemma that allows for heads.",
    )


def causal(exam: Exam) -> Part:
    """Whether no position sees what comes after it."""
    holds = exam.setting.attention == "causal"
    return Part(
        "causal mask",
        holds,
        "No position sees what comes after it."
        if holds
        else "Every position sees the whole sequence here, the future too: choose another lemma.",
    )


def orderless(exam: Exam) -> tuple[Part, ...]:
    """Whether nothing tells positions apart: there are none, and no mask stands in for them."""
    none, both = exam.setting.positions == "none", exam.setting.attention == "bidirectional"
    return (
        Part(
            "no positions",
            none,
            "There are no positions here."
            if none
            else "Positions can be read here, so the order shows: choose another lemma.",
        ),
        Part(
            "no mask",
            both,
            "Every position sees the whole sequence."
            if both
            else "The causal mask hides the future here, so the order shows: choose another lemma.",
        ),
    )


def one_layer(exam: Exam) -> Part:
    """Whether every program has one layer at most."""
    layers = most_layers(exam.allowance)
    holds = layers is not None and layers <= 1
    return Part(
        "one layer",
        holds,
        "A program may have one layer at most."
        if holds
        else "Programs may have more than one layer here, and this lemma is about one: "
        "choose another lemma.",
    )


def selecting(exam: Exam) -> Part:
    """Whether every head that a program may hold selects one position, by the game's own rule."""
    setting, allowance = exam.setting, exam.allowance
    if setting.mode == "soft":
        sentence = "Attention is soft here: a head mixes all it sees, and this lemma is silent."
    elif setting.positions == "none":
        sentence = "There are no positions here, so no head can select one: choose another lemma."
    elif "averaging heads" not in allowance.forbidden:
        sentence = "Heads may average here, and this lemma is about heads that read one position."
    elif given_heads(allowance):
        sentence = "The puzzle gives heads of its own, and this lemma does not allow for them."
    else:
        return Part("one position each", True, "Every head must read exactly one position.")
    return Part("one position each", False, sentence)


def few_heads(exam: Exam, most: int | None = None) -> Part:
    """Whether the number of heads is bounded, by `most` if that is said."""
    heads = most_heads(exam.allowance)
    if heads is None:
        sentence = "Any number of heads is allowed here, and this lemma needs a bound."
        return Part("few heads", False, sentence)
    if heads == 0:
        sentence = "No program may hold a head here: choose the lemma about that."
        return Part("few heads", False, sentence)
    if most is not None and heads > most:
        sentence = f"Programs may hold {heads} heads here, and this lemma is about {most}."
        return Part("few heads", False, sentence)
    return Part("few heads", True, f"A program may hold {number_of(heads, 'head')} at most.")


def number_of(count: int, what: str) -> str:
    """`1 head`, `2 heads`."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _by_layer(allowance: Allowance) -> int | None:
    """The sum of the bounds of each layer, where every layer a program may have has one."""
    layers = most_layers(allowance)
    bounds = [limits.get("heads") for limits in allowance.per_layer]
    if layers is None or layers > len(bounds):
        return None
    known = [bound for bound in bounds[:layers] if bound is not None]
    return sum(known) if len(known) == layers else None
