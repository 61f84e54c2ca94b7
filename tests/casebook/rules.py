"""Rules: what fires, how strongly, and what `otherwise` counts.

In most cases `mix` averages the tokens seen so far, so that for `a b b b` the amount of a is
1, 1/2, 1/3, 1/4, and a rule writes its activation to the one label `on` of the slot `fired`.
"""

from typing import Any

from tests.casebook.case import Case, case, run

FIRED: dict[str, Any] = {"spaces": {"flag": ["on"]}, "slots": {"fired": "flag"}}
COARSE: dict[str, Any] = {"tokens": ["a", "b"], "max_len": 4, "resolution": 0.25, **FIRED}
"""The resolution is 1/4: ramps are wide enough to see."""

THREE: dict[str, Any] = {"tokens": ["a", "b", "c"], "max_len": 4, **FIRED}
NUMBERS: dict[str, Any] = {
    "tokens": ["0", "1", "2", "3"],
    "max_len": 4,
    "spaces": {"num": {"range": [-6, 9]}, "odd": ["x", "2", "02", "1"]},
    "slots": {"n": "num", "o": "odd"},
}


def mixed(*rules: str, copies: str = "    copy token -> mix\n", declarations: str = "") -> str:
    """A head that averages, then rules."""
    lines = "".join(f"    {rule}\n" for rule in rules)
    return f"{declarations}layer\n  head all\n{copies}  mlp\n{lines}output fired\n"


def plain(*rules: str, output: str = "fired", declarations: str = "") -> str:
    """Rules alone."""
    lines = "".join(f"    {rule}\n" for rule in rules)
    return f"{declarations}layer\n  mlp\n{lines}output {output}\n"


def amount(name: str, condition: str, fired: str) -> Case:
    """An amount condition where the amount of a is 1, 1/2, 1/3, 1/4 and d is 1/4."""
    return case(name, COARSE, mixed(f"when {condition}: fired = on"), run("a b b b", fired=fired))


def computed(expression: str, *values: str) -> Case:
    """`compute` of the token at `0 1 2 3`; the value written at each position, `-` for none."""
    labels = [str(n) for n in range(-6, 10)]
    rows = " | ".join(" ".join(str(int(label == value)) for label in labels) for value in values)
    answers = " ".join("?" if value == "-" else value for value in values)
    program = plain(f"compute n = {expression}", output="n")
    return case(f"compute {expression}", NUMBERS, program, run("0 1 2 3", answers, n=rows))


LITERALS = (
    case(
        "a literal: one neuron, the amount of a label",
        THREE,
        plain("when token is b: fired = on gain 2"),
        run("a b c", fired="0 | 2 | 0"),
    ),
    case(
        "a literal of a concept: the sum over its distinct leaves",
        THREE,
        plain("when token is ab: fired = on", declarations="concept ab = a b a\n"),
        run("a b c", fired="1 | 1 | 0"),
    ),
    case(
        "the literal is not: 1 minus the amount",
        THREE,
        plain("when token is not b: fired = on"),
        run("a b c", fired="1 | 0 | 1"),
    ),
    case(
        "literals together: relu(sum - (count - 1))",
        THREE,
        plain("when token is b and position is not 1: fired = on"),
        run("b b c", fired="1 | 0 | 0"),
    ),
    case(
        "on a blurred slot a rule is graded",
        COARSE,
        mixed("when mix is b: fired = on", "when mix is b and token is b: fired = on gain 10"),
        run("a b b b", fired="0 | 11/2 | 22/3 | 33/4"),
    ),
    case(
        "several writes, each with its gain; one rule may write a slot twice",
        {**THREE, "slots": {"out": "token"}, "spaces": {}},
        plain("when token is a: out = a gain -1, out = b gain 1/2, out = b", output="out"),
        run("a b", "b ?", out="-1 3/2 0 | 0 0 0"),
    ),
    case(
        "rules of all blocks fire in parallel: none sees what another writes",
        {**THREE, "slots": {"one": "token", "two": "token"}, "spaces": {}},
        "layer\n  mlp\n    when token is a: one = b\n  mlp\n    when one is b: two = c\n"
        "layer\n  mlp\n    when one is b: two = a\noutput two\n",
        run("a b", "a ?", one="0 1 0 | 0 0 0", two="1 0 0 | 0 0 0"),
    ),
    case(
        "rules read what the heads of their own layer wrote, and add to it",
        THREE,
        """layer
  head here
    match key.position == query.position
    copy token -> got
  mlp
    when got is a: got = b
output got
""",
        run("a b", "? b", got="1 1 0 | 0 1 0"),
    ),
)

AMOUNTS = (
    amount(">: 0 up to t, 1 from t + d", "mix[a] > 1/4", "1 | 1 | 1/3 | 0"),
    amount(">=: 0 up to t - d, 1 from t", "mix[a] >= 1/2", "1 | 1 | 1/3 | 0"),
    amount("<: 1 up to t - d, 0 from t", "mix[a] < 1/2", "0 | 0 | 2/3 | 1"),
    amount("<=: 1 up to t, 0 from t + d", "mix[a] <= 1/4", "0 | 0 | 2/3 | 1"),
    amount("==: a tent, 1 at t", "mix[a] == 1/3", "0 | 1/3 | 1 | 2/3"),
    amount("a < x < b: x > a minus x >= b", "1/4 < mix[a] < 3/4", "0 | 1 | 1/3 | 0"),
    amount("a <= x < b takes x >= a", "1/2 <= mix[a] < 1", "0 | 1 | 1/3 | 0"),
    amount("a < x <= b takes x > b on the right", "1/4 < mix[a] <= 3/4", "0 | 1 | 1/3 | 0"),
    amount("a <= x <= b", "1/4 <= mix[a] <= 1/2", "0 | 1 | 1 | 1"),
    amount(
        "a between narrower than d is not 1 anywhere", "1/4 < mix[a] < 1/3", "0 | 0 | -2/3 | -2/3"
    ),
    amount("the sides may be the other way round", "1/4 < mix[a]", "1 | 1 | 1/3 | 0"),
    amount("scaling buys no resolution", "100*mix[a] > 25", "1 | 1 | 1/3 | 0"),
    amount("nor does scaling down lose any", "0.01*mix[a] > 0.0025", "1 | 1 | 1/3 | 0"),
    amount("a negative coefficient keeps its sign", "-2*mix[a] < -1/2", "1 | 1 | 1/3 | 0"),
    amount("numbers are summed and moved", "mix[a] + 1 - 1/2 > 3/4", "1 | 1 | 1/3 | 0"),
    amount("labels on both sides are moved", "mix[a] > mix[b]", "1 | 0 | 0 | 0"),
    amount("equal labels are combined", "mix[a] + 3*mix[a] > 1", "1 | 1 | 1/3 | 0"),
    amount("the largest coefficient is 1", "mix[a] + 2*mix[b] > 5/4", "0 | 1/2 | 5/6 | 1"),
    amount("a between is divided too", "1/2 < 2*mix[a] < 3/2", "0 | 1 | 1/3 | 0"),
    amount(
        "numbers inside a between move to its ends", "5/4 < mix[a] + 1 < 7/4", "0 | 1 | 1/3 | 0"
    ),
    case(
        "a concept in an amount is expanded before equal labels are combined",
        COARSE,
        mixed("when mix[both] + mix[a] > 5/4: fired = on", declarations="concept both = a b\n"),
        run("a b b b", fired="1 | 1/2 | 1/6 | 0"),
    ),
    case(
        "the resolution is 2^-13 unless a setting says otherwise",
        {**THREE, "max_len": 3},
        mixed("when mix[a] > 1/2: fired = on", "when mix[a] >= 1/2: fired = on gain 10"),
        run("a b b", fired="11 | 10 | 0"),
    ),
)

GATES = (
    case(
        "an unmet crisp literal switches an amount rule off",
        COARSE,
        mixed("when token is b and mix[a] > 1/4: fired = on"),
        run("a b b b", fired="0 | 1 | 1/3 | 0"),
    ),
    case(
        "is not beside an amount",
        COARSE,
        mixed("when mix[a] <= 1/4 and position is not 3: fired = on"),
        run("a b b b", fired="0 | 0 | 2/3 | 0"),
    ),
    case(
        "a partly met literal moves the threshold by s times what it lacks",
        COARSE,
        mixed(
            "when high is z and mix[a] > 1/4: fired = on",
            copies="    copy token -> mix\n    copy token through to -> high gain 9/10\n",
            declarations="space zs = z\nslot high : zs\nrelation to = a:z b:z\n",
        ),
        run("a b b b", fired="1 | 1/10 | 0 | 0"),
    ),
    case(
        "a voted literal can defeat the gate",
        COARSE,
        mixed(
            "when high is z and mix[a] > 1/4: fired = on",
            copies="    copy token -> mix\n    copy token through to -> high gain 2\n",
            declarations="space zs = z\nslot high : zs\nrelation to = a:z b:z\n",
        ),
        run("a b b b", fired="1 | 1 | 1 | 1"),
    ),
    case(
        "what several literals lack is summed",
        COARSE,
        mixed(
            "when high is z and low is z and mix[a] > 1/4: fired = on",
            copies="    copy token -> mix\n    copy token through to -> high gain 39/40\n"
            "    copy token through to -> low gain 37/40\n",
            declarations="space zs = z\nslot high : zs\nslot low : zs\nrelation to = a:z b:z\n",
        ),
        run("a b b b", fired="1 | 1/10 | 0 | 0"),
    ),
    case(
        "each hinge of a tent is gated; s takes the larger end of a between",
        COARSE,
        mixed(
            "when high is z and mix[a] == 1/3: fired = on",
            "when high is z and -1/4 < mix[a] < 3/4: fired = on gain 10",
            copies="    copy token -> mix\n    copy token through to -> high gain 9/10\n",
            declarations="space zs = z\nslot high : zs\nrelation to = a:z b:z\n",
        ),
        # s is 7/3, so the tent's hinges lose 14/15; the between's is 11/4, and its lose 11/10.
        run("a b b b", fired="1 | 161/15 | 151/15 | 9"),
    ),
)

SHORTHANDS = (
    case(
        "S == R: one rule per label",
        {**THREE, "attention": "bidirectional"},
        """layer
  head last
    prefer latest
    copy token -> last
  mlp
    when token == last: fired = on
output fired
""",
        run("a b a", "on on on", fired="1 | 0 | 1"),
    ),
    case(
        "S == R on blurred slots: one relu for each label",
        COARSE,
        mixed("when mix == token: fired = on", "when mix == mix: fired = on gain 10"),
        run("a b b b", fired="11 | 1/2 | 4 | 23/4"),
    ),
    case(
        "S == R joins other conditions, and several give the product",
        THREE,
        plain(
            "when token == token and position == position and token is not b: fired = on",
            "when position == position and token[a] > 1/2: fired = on gain 10",
        ),
        run("a b c", fired="11 | 0 | 1"),
    ),
    case(
        "the bare neuron: its sum is not rescaled",
        COARSE,
        mixed("neuron 4*mix[a] - 2*mix[b] + 1/2: fired = on gain 2", "neuron 3: fired = on"),
        run("a b b b", fired="12 | 6 | 4 | 3"),
    ),
    case(
        "the bare neuron is 0 below 0",
        THREE,
        plain("neuron token[a] - 2*token[b]: fired = on", "neuron -1: fired = on"),
        run("a b", fired="1 | 0"),
    ),
    *(
        computed("token + 1", "1", "2", "3", "4"),
        computed("token - 2", "-2", "-1", "0", "1"),
        computed("2 * token + token * token", "0", "3", "8", "-"),
        computed("(token - 3) // 2", "-2", "-1", "-1", "0"),
        computed("(token - 3) % 2", "1", "0", "1", "0"),
        computed("6 // token", "-", "6", "3", "2"),
        computed("min(token, 2, 5 - token)", "0", "1", "2", "2"),
        computed("max(token, 2)", "2", "2", "2", "3"),
        computed("-token", "0", "-1", "-2", "-3"),
        computed("token - position", "0", "0", "0", "0"),
        computed("7", "7", "7", "7", "7"),
        computed("token - token", "0", "0", "0", "0"),
    ),
    case(
        "compute writes the first of several labels of the value",
        NUMBERS,
        plain("compute o = token", output="o"),
        run("0 1 2", "? 1 2", o="0 0 0 0 | 0 0 0 1 | 0 1 0 0"),
    ),
    case(
        "compute on a blurred slot: one relu for each combination",
        {**NUMBERS, "slots": {"n": "token"}},
        mixed("compute n = mix", "compute n = mix - token").replace("output fired", "output n"),
        run("0 2", "0 0", n="2 0 0 0 | 1 0 1/2 0"),
    ),
)

OUT: dict[str, Any] = {
    "tokens": ["a", "b"],
    "max_len": 3,
    "spaces": {"ans": ["no", "yes", "maybe"]},
    "slots": {"d": "ans", "e": "ans"},
}

DEFAULTS = (
    case(
        "otherwise: 1 minus the activations of the rules that write its slot",
        OUT,
        plain("when token is a: d = yes", "otherwise: d = no", output="d"),
        run("a b", "yes no", d="0 1 0 | 1 0 0"),
    ),
    case(
        "otherwise with nothing to count adds 1",
        OUT,
        plain("when token is a: e = yes", "otherwise: d = maybe", output="d"),
        run("a b", "maybe maybe", d="0 0 1 | 0 0 1", e="0 1 0 | 0 0 0"),
    ),
    case(
        "otherwise may go negative",
        OUT,
        plain(
            "when token is a: d = yes",
            "when position is 0: d = maybe",
            "otherwise: d = no",
            output="d",
        ),
        run("a b", "? no", d="-1 1 1 | 1 0 0"),
    ),
    case(
        "otherwise counts activations without their gains",
        OUT,
        plain("when token is a: d = yes gain 5", "otherwise: d = no", output="d"),
        run("a b", "yes no", d="0 5 0 | 1 0 0"),
    ),
    case(
        "a rule that writes the slot twice counts once, whatever else it writes",
        OUT,
        plain("when token is a: d = yes, d = maybe, e = no", "otherwise: d = no", output="d"),
        run("a b", "? no", d="0 1 1 | 1 0 0", e="1 0 0 | 0 0 0"),
    ),
    case(
        "several otherwise all add, also from another block",
        OUT,
        "layer\n  mlp\n    when token is a: d = yes\n    otherwise: d = no\n"
        "  mlp\n    otherwise: d = maybe\noutput d\n",
        run("a b", "yes ?", d="0 1 0 | 1 0 1"),
    ),
    case(
        "otherwise does not count bare neurons",
        OUT,
        plain("neuron token[a]: d = yes gain 2", "otherwise: d = no", output="d"),
        run("a b", "yes no", d="1 2 0 | 1 0 0"),
    ),
    case(
        "otherwise counts each rule of a shorthand, S == R and compute",
        {**NUMBERS, "slots": {"n": "token"}},
        plain(
            "compute n = token + 1",
            "when token == token: n = 3",
            "otherwise: n = 0",
            output="n",
        ),
        run("0 3", "? 3", n="-1 1 0 1 | 0 0 0 1"),
    ),
    case(
        "otherwise counts the rules of its own layer only",
        OUT,
        "layer\n  mlp\n    when token is a: d = yes\n"
        "layer\n  mlp\n    otherwise: d = no\noutput d\n",
        run("a b", "? no", d="1 1 0 | 1 0 0"),
    ),
    case(
        "otherwise counts graded activations",
        {**OUT, "resolution": 0.25},
        """layer
  head all
    copy token -> mix
  mlp
    when mix[a] > 1/4: d = yes
    otherwise: d = no
output d
""",
        run("a b b", "yes yes no", d="0 1 0 | 0 1 0 | 2/3 1/3 0"),
    ),
)

RULES = (*LITERALS, *AMOUNTS, *GATES, *SHORTHANDS, *DEFAULTS)
