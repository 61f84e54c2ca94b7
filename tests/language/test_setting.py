"""Settings and sequences: what is read, and the sentence for what is not."""

from typing import Any

import pytest

from app.language import setting as settings
from app.language.setting import BadSetting, Generate, from_json, sequence_complaint, to_json

FULL: dict[str, Any] = {
    "tokens": ["^", "a", "b"],
    "max_len": 24,
    "bos": True,
    "attention": "bidirectional",
    "mode": "soft",
    "sharpness": 4,
    "max_weight": 2,
    "positions": "none",
    "resolution": 0.0625,
    "generate": {"steps": 40, "stop": "b"},
    "spaces": {"verdict": ["new", "old"], "depth": {"range": [0, 8]}},
    "concepts": {"vowel": {"space": "token", "members": ["a"]}},
    "relations": {"kin": [["a", "a"], ["vowel", "b"]]},
    "slots": {"answer": "verdict"},
}


def test_json_there_and_back() -> None:
    setting = from_json(FULL)
    assert setting.generate == Generate(40, "b")
    assert setting.spaces[1].labels == tuple("012345678")
    assert from_json(to_json(setting)) == setting


def test_defaults() -> None:
    setting = from_json({"tokens": ["a"], "max_len": 3})
    assert (setting.attention, setting.mode, setting.positions) == ("causal", "hard", "absolute")
    assert setting.resolution == 2.0**-13
    assert setting.generate is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"tokens": []}, "tokens"),
        ({"tokens": ["a", "a"]}, "distinct"),
        ({"tokens": ["a"]}, "begin with"),
        ({"tokens": ["^", "a\n"]}, "printable"),
        ({"tokens": [str(i) for i in range(257)], "bos": False}, "256"),
        ({"max_len": 0}, "max_len"),
        ({"max_len": 257}, "max_len"),
        ({"sharpness": None}, "sharpness"),
        ({"sharpness": -1}, "sharpness"),
        ({"sharpness": float("nan")}, "sharpness"),
        ({"resolution": 0}, "resolution"),
        ({"attention": "sideways"}, "attention"),
        ({"surprise": 1}, "surprise"),
        ({"generate": {"steps": 0}}, "generate.steps"),
        ({"generate": {"steps": 5, "stop": "z"}}, "generate.stop"),
        ({"spaces": {"n": {"range": [0, 10**9]}}}, "range"),
    ],
)
def test_one_sentence_for_what_is_wrong(change: dict[str, Any], words: str) -> None:
    with pytest.raises(BadSetting, match=words):
        from_json({**FULL, **change})


@pytest.mark.parametrize("data", [None, [], "x", 3, {"tokens": 3}, {"max_len": 3}])
def test_nonsense_is_told(data: object) -> None:
    with pytest.raises(BadSetting):
        from_json(data)


@pytest.mark.parametrize(
    ("tokens", "words"),
    [
        (["^", "z"], "'z' at position 1"),
        (["a"], "starts with ^"),
        (["^"] * 25, "25 tokens"),
        ("^a", "list of tokens"),
        (["^", 3], "list of tokens"),
    ],
)
def test_sequences(tokens: object, words: str) -> None:
    complaint = sequence_complaint(from_json(FULL), tokens)
    assert complaint is not None
    assert words in complaint.message


def test_fine_sequences() -> None:
    setting = from_json(FULL)
    assert sequence_complaint(setting, []) is None
    assert sequence_complaint(setting, ["^", "a", "b"]) is None
    assert list(settings.complaints(setting)) == []
