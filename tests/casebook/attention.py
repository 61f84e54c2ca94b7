"""Attention: where heads look and what they bring.

Most heads here copy `position`, so that the slot `seen` is the pattern itself: a row for each
query, an amount for each key.
"""

from typing import Any

from tests.casebook.case import case, run

CAUSAL: dict[str, Any] = {"tokens": ["a", "b"], "max_len": 3}
BOTH: dict[str, Any] = {**CAUSAL, "attention": "bidirectional"}
DIGITS: dict[str, Any] = {"tokens": ["1", "2", "3"], "max_len": 3, "attention": "bidirectional"}
PARTLY: dict[str, Any] = {"tokens": ["a", "1", "2"], "max_len": 3, "attention": "bidirectional"}
LN2 = 0.6931471805599453
SOFT: dict[str, Any] = {**BOTH, "mode": "soft", "sharpness": LN2}
"""One more in the score doubles the share."""


def look(*clauses: str, declarations: str = "") -> str:
    """One head with these clauses that shows its pattern."""
    lines = "".join(f"    {clause}\n" for clause in clauses)
    return f"{declarations}layer\n  head h\n{lines}    copy position -> seen\noutput seen\n"


def carry(*copies: str, declarations: str = "", output: str = "got") -> str:
    """One head that looks at the first position and copies."""
    lines = "".join(f"    {copy}\n" for copy in copies)
    return f"{declarations}layer\n  head h\n    prefer earliest\n{lines}output {output}\n"


CLAUSES = (
    case(
        "match ==: the same label",
        CAUSAL,
        look("match key.token == query.token"),
        run("a b a", "0 1 ?", seen="1 0 0 | 0 1 0 | 1/2 0 1/2"),
    ),
    case(
        "match == - k: the key's value is the query's less k; nothing matches at the start",
        CAUSAL,
        look("match key.position == query.position - 1"),
        run("a b a", "0 0 1", seen="1 0 0 | 1 0 0 | 0 1 0"),
    ),
    case(
        "match == + k: forwards; where nothing matches, everything seen is averaged",
        BOTH,
        look("match key.position == query.position + 1"),
        run("a b a", "1 2 ?", seen="0 1 0 | 0 0 1 | 1/3 1/3 1/3"),
    ),
    case(
        "match == between two integer spaces: by value",
        DIGITS,
        look("match key.token == query.position + 1"),
        run("3 1 2", "1 2 0", seen="0 1 0 | 0 0 1 | 1 0 0"),
    ),
    case(
        "match == on blurred slots: the sum over labels of the products",
        {**SOFT, "max_len": 2},
        """layer
  head mix
    copy token -> mix
layer
  head h
    match key.mix == query.mix weight 2
    match key.token is a
    copy position -> seen
output seen
""",
        run("a b", mix="1/2 1/2 | 1/2 1/2", seen="2/3 1/3 | 2/3 1/3"),
    ),
    case(
        "match !=: another label",
        BOTH,
        look("match key.token != query.token"),
        run("a b a", seen="0 1 0 | 1/2 0 1/2 | 0 1 0"),
    ),
    case(
        "match <: the key's value is below the query's",
        DIGITS,
        look("match key.token < query.token"),
        run("2 1 3", seen="0 1 0 | 1/3 1/3 1/3 | 1/2 1/2 0"),
    ),
    case(
        "match <=",
        DIGITS,
        look("match key.token <= query.token"),
        run("2 1 3", seen="1/2 1/2 0 | 0 1 0 | 1/3 1/3 1/3"),
    ),
    case(
        "match >",
        DIGITS,
        look("match key.token > query.token"),
        run("2 1 3", seen="0 0 1 | 1/2 0 1/2 | 1/3 1/3 1/3"),
    ),
    case(
        "match >=",
        DIGITS,
        look("match key.token >= query.token"),
        run("2 1 3", seen="1/2 0 1/2 | 1/3 1/3 1/3 | 0 0 1"),
    ),
    case(
        "match < + k: any comparison may be shifted",
        DIGITS,
        look("match key.token < query.token + 1"),
        run("2 1 3", seen="1/2 1/2 0 | 0 1 0 | 1/3 1/3 1/3"),
    ),
    case(
        "a label without a value satisfies no order",
        PARTLY,
        look("match key.token <= query.token"),
        run("a 1 2", seen="1/3 1/3 1/3 | 0 1 0 | 0 1/2 1/2"),
    ),
    case(
        "a label without a value satisfies no shift, != included",
        PARTLY,
        look("match key.token != query.token + 1"),
        run("a 1 2", seen="1/3 1/3 1/3 | 0 1 0 | 0 1/2 1/2"),
    ),
    case(
        "== without a shift needs no values, and labels of equal value stay apart",
        {"tokens": ["1", "01"], "max_len": 2, "attention": "bidirectional"},
        look("match key.token == query.token"),
        run("1 01", "0 1", seen="1 0 | 0 1"),
    ),
    case(
        "a relation's pairs are read key:query",
        BOTH,
        look("match key.token after query.token", declarations="relation after = b:a\n"),
        run("a b a", seen="0 1 0 | 1/3 1/3 1/3 | 0 1 0"),
    ),
    case(
        "a relation joins any two slots",
        BOTH,
        look("match key.token at query.position", declarations="relation at = b:0 a:1 a:2\n"),
        run("a b a", seen="0 1 0 | 1/2 0 1/2 | 1/2 0 1/2"),
    ),
    case(
        "a pair of labels counts once however many pairs of a relation cover it",
        {**SOFT, "max_len": 2},
        look(
            "match key.token twice query.token",
            declarations="concept all = a b\nrelation twice = a:a all:a a:all a:a\n",
        ),
        run("a b", seen="1/2 1/2 | 2/3 1/3"),
    ),
    case(
        "is: the amount of a label",
        BOTH,
        look("match key.token is b"),
        run("a b a", "1 1 1", seen="0 1 0 | 0 1 0 | 0 1 0"),
    ),
    case(
        "is: a concept is the sum over its distinct leaves, nested and overlapping",
        {**SOFT, "tokens": ["a", "b", "c"]},
        look(
            "match key.token is upper",
            declarations="concept lower = a b\nconcept upper = lower b lower\n",
        ),
        run("a b c", seen="2/5 2/5 1/5 | 2/5 2/5 1/5 | 2/5 2/5 1/5"),
    ),
    case(
        "a key is not: 1 minus the amount",
        SOFT,
        look("match key.token is not b"),
        run("a b", seen="2/3 1/3 0 | 2/3 1/3 0"),
    ),
    case(
        "is not, of a slot that nothing has written: 1 everywhere",
        CAUSAL,
        look("match key.empty is not a", declarations="slot empty : token\n"),
        run("a b", seen="1 0 0 | 1/2 1/2 0"),
    ),
    case(
        "avoid: a comparison negated",
        BOTH,
        look("avoid key.token == query.token"),
        run("a b a", seen="0 1 0 | 1/2 0 1/2 | 0 1 0"),
    ),
    case(
        "avoid: a relation negated",
        BOTH,
        look("avoid key.token after query.token", declarations="relation after = b:a\n"),
        run("a b a", seen="1/2 0 1/2 | 1/3 1/3 1/3 | 1/2 0 1/2"),
    ),
    case(
        "avoid: is and is not negated",
        SOFT,
        look("avoid key.token is b", "avoid key.position is not 0"),
        run("a b", seen="4/5 1/5 0 | 4/5 1/5 0"),
    ),
    case(
        "weight: the heavier clause wins",
        BOTH,
        look("match key.token is b weight 2", "match key.position is 0"),
        run("a b a", seen="0 1 0 | 0 1 0 | 0 1 0"),
    ),
    case(
        "weight: negative, and times what avoid negates",
        SOFT,
        look("avoid key.token is b weight -1", "match key.token is a weight -1"),
        run("a b", seen="1/5 4/5 0 | 1/5 4/5 0"),
    ),
    case(
        "prefer latest breaks a tie",
        CAUSAL,
        look("match key.token == query.token", "prefer latest"),
        run("a b a", "0 1 2", seen="1 0 0 | 0 1 0 | 0 0 1"),
    ),
    case(
        "prefer earliest breaks a tie",
        CAUSAL,
        look("match key.token == query.token", "prefer earliest"),
        run("a b a", "0 1 0", seen="1 0 0 | 0 1 0 | 1 0 0"),
    ),
    case(
        "prefer is j / 2N: less than any half weight, and part of a soft score",
        {**SOFT, "sharpness": 6 * LN2},
        look("prefer latest"),
        run("a b a", seen="1/7 2/7 4/7 | 1/7 2/7 4/7 | 1/7 2/7 4/7"),
    ),
    case(
        "the best partial match wins",
        BOTH,
        look("match key.token == query.token", "match key.position == query.position - 1"),
        run("a a b", "? 0 ?", seen="1/2 1/2 0 | 1 0 0 | 0 1/2 1/2"),
    ),
    case(
        "no clause: the average of everything seen",
        CAUSAL,
        look(),
        run("a b a", seen="1 0 0 | 1/2 1/2 0 | 1/3 1/3 1/3"),
    ),
    case(
        "hard: scores a millionth apart are a tie",
        BOTH,
        look("match key.token is b weight 0.000001"),
        run("a b", seen="1/2 1/2 0 | 1/2 1/2 0"),
    ),
    case(
        "hard: scores two millionths apart are not",
        BOTH,
        look("match key.token is b weight 0.000002"),
        run("a b", seen="0 1 0 | 0 1 0"),
    ),
    case(
        "soft: softmax of the sharpness times the score, over what is visible",
        {**SOFT, "attention": "causal"},
        look("match key.token is b"),
        run("a b a", seen="1 0 0 | 1/3 2/3 0 | 1/4 2/4 1/4"),
    ),
    case(
        "soft: twice as sharp",
        {**SOFT, "sharpness": 2 * LN2},
        look("match key.token is b"),
        run("a b", seen="1/5 4/5 0 | 1/5 4/5 0"),
    ),
    case(
        "positions none: order is invisible",
        {**BOTH, "positions": "none"},
        "layer\n  head h\n    match key.token is b\n    copy token -> got\noutput got\n",
        run("a b", "b b", got="0 1 | 0 1"),
        run("a a", "a a", got="1 0 | 1 0"),
    ),
)

COPIES = (
    case("copy", BOTH, carry("copy token -> got"), run("b a", "b b", got="0 1 | 0 1")),
    case(
        "copy with a gain, negative too",
        BOTH,
        carry("copy token -> got gain 1/2", "copy position -> place gain -3"),
        run("b a", "b b", got="0 1/2 | 0 1/2", place="-3 0 0 | -3 0 0"),
    ),
    case(
        "copies into one slot add up",
        BOTH,
        carry("copy token -> got", "copy token -> got gain 2"),
        run("b a", got="0 3 | 0 3"),
    ),
    case(
        "copy S[P]: only the labels of P",
        {**BOTH, "tokens": ["a", "b", "c"]},
        "concept some = a c\nlayer\n  head h\n    copy token[some] -> got\noutput got\n",
        run("a b c", "? ? ?", got="1/3 0 1/3 | 1/3 0 1/3 | 1/3 0 1/3"),
        run("b", "?", got="0 0 0"),
    ),
    case(
        "copy S[label] with a gain",
        BOTH,
        carry("copy token[a] -> got gain -2"),
        run("a", "b", got="-2 0"),
        run("b", "?", got="0 0"),
    ),
    case(
        "copy through: pairs are read source:target, into another space",
        {**BOTH, "spaces": {"kind": ["x", "y", "z"]}},
        carry(
            "copy token through means -> got gain 2",
            declarations="slot got : kind\nrelation means = a:x a:z b:y\n",
        ),
        run("a b", "? ?", got="2 0 2 | 2 0 2"),
        run("b", "y", got="0 2 0"),
    ),
    case(
        "copy through: a pair covered twice counts once",
        BOTH,
        carry(
            "copy token through means -> got",
            declarations="concept all = a b\nrelation means = a:all a:b all:b\n",
        ),
        run("a", "?", got="1 1"),
        run("b", "b", got="0 1"),
    ),
    case(
        "an undeclared slot takes the space of what is copied, through a relation too",
        BOTH,
        carry("copy token through swap -> got", declarations="relation swap = a:b b:a\n"),
        run("a b", "b b", got="0 1 | 0 1"),
    ),
    case(
        "heads of a layer read the stream as it was when the layer began, and add together",
        BOTH,
        """layer
  head first
    match key.position == query.position
    copy token -> got
layer
  head one
    match key.position == query.position
    copy token -> got
  head two
    match key.position == query.position
    copy got -> later
    copy token -> got
output later
""",
        run("a b", "a b", got="3 0 | 0 3", later="1 0 | 0 1"),
    ),
    case(
        "an amount copied and averaged stays an amount",
        CAUSAL,
        """layer
  head mix
    copy token -> mix
layer
  head mix
    copy mix -> again
output again
""",
        run("a b", "a a", mix="1 0 | 1/2 1/2", again="1 0 | 3/4 1/4"),
    ),
)

ATTENTION = (*CLAUSES, *COPIES)
