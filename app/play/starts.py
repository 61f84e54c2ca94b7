"""Ready-made sandboxes to begin from: the worked programs of the language's design."""

from collections.abc import Mapping

from app.play.sandbox import Box

_INDUCTION = """\
layer
  head prev
    match key.position == query.position - 1
    copy token -> prev
layer
  head recall
    match key.prev == query.token
    prefer latest
    copy token -> guess
output guess
"""

_BALANCE = """\
slot bad : verdict
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
"""

_COUNT = """\
# With c of my kind in sight, the ^ has one share in c + 1.
space num = 0..12
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
    when mix[^] == 1/5: count = 4
    when mix[^] == 1/6: count = 5
output count
"""

STARTS: Mapping[str, Box] = {
    "Induction": Box(text=_INDUCTION, sequence="a b c a"),
    "Balanced brackets": Box(
        tokens="^ ( )",
        bos="1",
        rest='{\n  "spaces": {"verdict": ["ok", "bad"], "answer": ["yes", "no"]}\n}',
        text=_BALANCE,
        sequence="^ ( ( ) ) )",
    ),
    "Counting your own kind": Box(
        tokens="^ a b c d",
        bos="1",
        attention="bidirectional",
        text=_COUNT,
        sequence="^ a b a c a b",
    ),
    "Empty": Box(text="layer\n  head look\n", sequence="a b c"),
}
