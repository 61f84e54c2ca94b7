"""Whole programs: the stream, layers, the output, generating, and the worked programs."""

from typing import Any

from tests.casebook.case import case, generates, run

AB: dict[str, Any] = {"tokens": ["a", "b"], "max_len": 4}
SELF = "layer\n  head h\n    match key.position == query.position\n"

STREAM = (
    case("tokens and positions are there from the start", AB, "output token\n", run("b a", "b a")),
    case("the output may be position", AB, "output position\n", run("b a", "0 1")),
    case(
        "every other slot starts empty, and an empty slot gives no answer",
        AB,
        "slot out : token\noutput out\n",
        run("b a", "? ?", out="0 0 | 0 0"),
    ),
    case(
        "reading what nothing has written yet is legal and reads zero",
        AB,
        "slot out : token\nslot none : token\n"
        + SELF
        + "    match key.none == query.token\n    copy none -> out\n  mlp\n"
        "    when none is not a: out = b\n    when none[a] >= 0: out = b\noutput out\n",
        run("b a", "b b", out="0 2 | 0 2"),
    ),
    case(
        "steps only add: what a slot held stays",
        AB,
        SELF + "    copy token -> out\n" + SELF + "    copy token -> out gain -1/2\noutput out\n",
        run("b", "b", out="0 1/2"),
    ),
    case(
        "an empty layer changes nothing",
        AB,
        "layer\nlayer\n  mlp\noutput token\n",
        run("b a", "b a"),
    ),
    case("an empty sequence has no answers", AB, "output token\n", run("", "")),
    case(
        "an empty sequence has no answers, even with bos",
        {**AB, "tokens": ["^", "a"], "bos": True},
        "output token\n",
        run("", ""),
        run("^ a", "^ a"),
    ),
    case(
        "spaces, concepts, relations and slots may come with the setting",
        {
            **AB,
            "spaces": {"verdict": ["new", "old"], "depth": {"range": [0, 2]}},
            "concepts": {"vowel": {"space": "token", "members": ["a"]}},
            "relations": {"says": [["vowel", "new"], ["b", "old"]]},
            "slots": {"answer": "verdict", "deep": "depth"},
        },
        SELF
        + "    copy token through says -> answer\n"
        + "  mlp\n    when token is vowel: deep = 2\noutput answer\n",
        run("a b", "new old", deep="0 0 1 | 0 0 0"),
    ),
    case(
        "a label in quotes, and one that is a word of the language",
        {**AB, "tokens": ["x y", "when"]},
        'slot out : token\nlayer\n  mlp\n    when token is "x y": out = "when"\noutput out\n',
        run("when", "?", out="0 0"),
    ),
    case(
        "quoted text is a label, never a concept",
        {**AB, "spaces": {"s": ["up", "c"]}, "slots": {"out": "s"}},
        'concept c = a b\nlayer\n  mlp\n    when token is c: out = "c"\noutput out\n',
        run("a", "c", out="0 1"),
    ),
    case(
        "a concept of one space may have the name of a label of another",
        {**AB, "spaces": {"s": ["a", "z"]}, "slots": {"out": "s"}},
        "concept z = a\nconcept b of s = a z\nlayer\n  mlp\n    when token is z: out = z\n"
        "layer\n  mlp\n    when out is b: out = a gain 2\noutput out\n",
        run("a b", "a ?", out="2 1 | 0 0"),
    ),
    case(
        "circuits and comments change nothing",
        AB,
        "# a comment\ncircuit one/two: a purpose # and more\nlayer\n"
        "  head h in one/two # here\n    copy token -> out\n  mlp in other\n"
        "    when token is b: out = b\noutput out\n",
        run("a b", "a b", out="1 0 | 1/2 3/2"),
    ),
)

OUTPUT = (
    case(
        "the answer is the label with the largest amount, though it be negative",
        AB,
        SELF + "    copy token -> out gain -1\noutput out\n",
        run("a b", "b a", out="-1 0 | 0 -1"),
    ),
    case(
        "amounts a millionth apart are undecided",
        {**AB, "slots": {"out": "token"}},
        "layer\n  mlp\n    neuron 1: out = a\n    neuron 1: out = b gain 1.000001\noutput out\n",
        run("a", "?"),
    ),
    case(
        "amounts two millionths apart are not",
        {**AB, "slots": {"out": "token"}},
        "layer\n  mlp\n    neuron 1: out = a\n    neuron 1: out = b gain 1.000002\noutput out\n",
        run("a", "b"),
    ),
    case(
        "a tie for the second place does not matter",
        {**AB, "tokens": ["a", "b", "c"]},
        SELF + "    copy token -> out\noutput out\n",
        run("b", "b", out="0 1 0"),
    ),
    case(
        "the only label of a space is always the answer",
        {**AB, "spaces": {"s": ["only"]}, "slots": {"out": "s"}},
        "output out\n",
        run("a b", "only only", out="0 | 0"),
    ),
)

COUNT: dict[str, Any] = {
    "tokens": ["0", "1", "2", "3", "x"],
    "max_len": 4,
    "slots": {"next": "token"},
}

GENERATE = (
    case(
        "the answer at the last position is appended until it is the stop token, stop included",
        {**COUNT, "generate": {"steps": 3, "stop": "3"}},
        "layer\n  mlp\n    when token is 0: next = 1\n    when token is 1: next = 2\n"
        "    when token is 2: next = 3\noutput next\n",
        generates("1", "2 3", "stopped"),
        generates("0", "1 2 3", "stopped"),
        generates("0 3 2", "3", "stopped"),
    ),
    case(
        "running out of steps without the wanted stop is a failure",
        {**COUNT, "generate": {"steps": 2, "stop": "3"}},
        "slot low : token\nlayer\n  mlp\n    when token is 0: low = 0\n    "
        "when token is 1: low = 2\noutput low\n",
        generates("0", "0 0", "out of steps"),
        generates("1", "2", "undecided"),
    ),
    case(
        "the last step may say the stop token",
        {**COUNT, "generate": {"steps": 2, "stop": "3"}},
        "slot up : token\nlayer\n  mlp\n    when token is 1: up = 2\n    "
        "when token is 2: up = 3\noutput up\n",
        generates("1", "2 3", "stopped"),
    ),
    case(
        "without a stop the run ends well after its steps",
        {**COUNT, "generate": {"steps": 2, "stop": None}},
        "output token\n",
        generates("1", "1 1", "ran its steps"),
        generates("0 x", "x x", "ran its steps"),
    ),
    case(
        "a full sequence ends the run, before the stop could be appended too",
        {**COUNT, "generate": {"steps": 9, "stop": "3"}},
        "output token\n",
        generates("1 2", "2 2", "full"),
        generates("0 1 2 3", "", "full"),
    ),
    case(
        "a full sequence is a failure without a stop as well",
        {**COUNT, "generate": {"steps": 3, "stop": None}},
        "output token\n",
        generates("1", "1 1 1", "ran its steps"),
        generates("1 2", "2 2", "full"),
    ),
    case(
        "an undecided answer ends the run",
        {**COUNT, "generate": {"steps": 3, "stop": None}},
        "layer\n  head h\n    copy token -> out\noutput out\n",
        generates("1 2", "", "undecided"),
        generates("1", "1 1 1", "ran its steps"),
    ),
    case(
        "an empty sequence has no last position",
        {**COUNT, "generate": {"steps": 3, "stop": None}},
        "output token\n",
        generates("", "", "empty"),
    ),
    case(
        "the output's labels need only be among the tokens, in any order",
        {**COUNT, "spaces": {"few": ["3", "x"]}, "generate": {"steps": 2, "stop": "x"}},
        "slot out : few\nlayer\n  mlp\n    when token is not 3: out = 3\n    "
        "when token is 3: out = x\noutput out\n",
        generates("0", "3 x", "stopped"),
        generates("3", "x", "stopped"),
    ),
)

WORKED = (
    case(
        "induction",
        {"tokens": ["a", "b", "c", "d"], "max_len": 8},
        """layer
  head prev
    match key.position == query.position - 1
    copy token -> prev
layer
  head recall
    match key.prev == query.token
    prefer latest
    copy token -> guess
output guess
""",
        run("a b c a", "a b c b"),
        run("a b a c a", "a b b c c"),
        run("d", "d"),
    ),
    case(
        "Dyck-1: is the prefix balanced?",
        {
            "tokens": ["^", "(", ")"],
            "max_len": 9,
            "bos": True,
            "spaces": {"verdict": ["ok", "bad"], "answer": ["yes", "no"]},
        },
        """slot bad : verdict
slot answer : answer
layer
  head all
    copy token -> mix
  mlp
    when mix[")"] > mix["("]: bad = bad
    otherwise: bad = ok
layer
  head any_bad
    match key.bad is bad
    copy bad -> seen
  mlp
    when seen is ok and mix["("] == mix[")"]: answer = yes
    otherwise: answer = no
output answer
""",
        run("^ ( ) ( ( ) )", "yes no yes no no no yes"),
        run("^ ( ) ) ( ( )", "yes no yes no no no no"),
        run("^ ) (", "yes no no", seen="1 0 | 0 1 | 0 1", bad="1 0 | 0 1 | 1 0"),
    ),
    case(
        "counting your own token; at the sink nothing is written",
        {
            "tokens": ["^", "a", "b", "c", "d"],
            "max_len": 12,
            "bos": True,
            "attention": "bidirectional",
        },
        """space num = 0..12
slot count : num
layer
  head same
    match key.token == query.token
    match key.token is ^
    copy token -> mix
  mlp
    when mix[^] == 1/2: count = 1
    when mix[^] == 1/3: count = 2
    when mix[^] == 1/4: count = 3
output count
""",
        run("^ a b a c a", "? 3 1 3 1 3"),
        run(
            "^ b b",
            "? 2 2",
            mix="1 0 0 0 0 | 1/3 0 2/3 0 0 | 1/3 0 2/3 0 0",
        ),
        run("^ d d d d", "? ? ? ? ?"),
    ),
)

WHOLE = (*STREAM, *OUTPUT, *GENERATE, *WORKED)
