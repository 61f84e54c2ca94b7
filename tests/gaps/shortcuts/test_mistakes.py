"""A known mistake is recognised by what a program answers, however it is written."""

from app.gaps.exam import Exam
from app.gaps.shortcuts.mistakes import known_mistake
from app.gaps.views import views
from app.language.program import Slot, Space
from app.language.setting import Setting
from tests.gaps.small import exam_of, program

SETTING = Setting(
    ("a", "b", "c"), 4, spaces=(Space("kind", ("up", "down")),), slots=(Slot("answer", "token"),)
)
CASES = [("ab", "ba"), ("ba", "ab"), ("aab", "bba"), ("c", "c"), ("abcb", "bbbb")]


def five() -> Exam:
    return exam_of(SETTING, CASES, SETTING.tokens)


ECHO = program("layer\n mlp\n  when token is a: answer = a\n  otherwise: answer = b\noutput answer")
REWRITTEN = program(
    "slot seen : token\nlayer\n head me\n  match key.position == query.position\n"
    "  copy token -> seen\n mlp\n  when token is a and token is b: seen = a\nlayer\n mlp\n"
    "  when seen is a: answer = a\n  when seen is b: answer = b\n  when seen is c: answer = b\n"
    "output answer"
)
ONE_CASE = program(
    "layer\n mlp\n  when token is a: answer = a\n  when token is b: answer = b\n"
    "  when token is c and position is 0: answer = c\n"
    "  when token is c and position is not 0: answer = b\noutput answer"
)
SWAP = program(
    "layer\n mlp\n  when token is a: answer = b\n  when token is b: answer = a\n"
    "  when token is c: answer = c\noutput answer"
)
NOTHING = program("output answer")
BROKEN = program("layer\n mlp\n  when nowhere is a: answer = a\noutput answer")


def test_the_same_behaviour_is_recognised_however_it_is_written() -> None:
    others = {"broken": BROKEN, "nothing": NOTHING, "echo": ECHO, "again": REWRITTEN}
    assert known_mistake(views(five(), REWRITTEN), others) == "echo"
    assert known_mistake(views(five(), ECHO), {"rewritten": REWRITTEN}) == "rewritten"


def test_one_different_answer_is_another_mistake() -> None:
    own = views(five(), ONE_CASE)
    assert not own.right.all()
    assert known_mistake(own, {"echo": ECHO, "broken": BROKEN}) is None


def test_an_undecided_answer_is_like_another_only() -> None:
    tied = program("layer\n mlp\n  when token is a: answer = a, answer = b\noutput answer")
    assert known_mistake(views(five(), tied), {"nothing": NOTHING}) == "nothing"
    assert known_mistake(views(five(), ECHO), {"nothing": NOTHING}) is None


def test_a_right_program_makes_no_mistake() -> None:
    right = exam_of(SETTING, [("ab", "ba"), ("c", "c")], SETTING.tokens)
    own = views(right, SWAP)
    assert own.right.all()
    assert known_mistake(own, {"swap": SWAP}) is None


def test_a_label_that_no_test_asks_for_is_itself_and_no_other() -> None:
    head = "space far = {}\nslot said : far\nlayer\n mlp\n  otherwise: said = {}\noutput said"
    moon, sun = program(head.format("moon sun", "moon")), program(head.format("moon sun", "sun"))
    turned = program(head.format("sun star moon", "moon"))
    asked = views(five(), moon)
    assert known_mistake(asked, {"sun": sun}) is None
    assert known_mistake(asked, {"sun": sun, "turned": turned}) == "turned"


def test_what_was_said_on_one_exam_is_not_taken_for_another() -> None:
    fewer = exam_of(SETTING, [("ab", "ba"), ("ba", "ab")], SETTING.tokens)
    own = views(fewer, ONE_CASE)
    assert known_mistake(own, {"echo": ECHO}) == "echo"
    assert known_mistake(views(five(), ONE_CASE), {"echo": ECHO}) is None
