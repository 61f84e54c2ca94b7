"""Which constructs a program uses."""

from typing import get_args

import pytest

from app.language.parse import parse
from app.packs.features import features
from app.packs.shape import FEATURES, Feature

SAMPLES: dict[str, set[str]] = {
    "layer\nlayer\n": {"layers"},
    "layer\n head h\n  match key.a == query.b\n  copy a -> c\n": {"heads", "compare", "copy"},
    "layer\n head h\n  match key.a != query.b\n": {"heads", "unequal"},
    "layer\n head h\n  avoid key.a < query.b + 1 weight 2\n": {
        *("heads", "order", "avoid", "shift", "weight")
    },
    "layer\n head h\n  match key.a R query.b\n  match key.a is x\n": {"heads", "relate", "is"},
    "layer\n head h\n  match key.a is not x\n  prefer latest\n": {"heads", "is not", "prefer"},
    "layer\n head h\n  copy a[x] -> b gain 2\n": {"heads", "part", "gain"},
    "layer\n head h\n  copy a through R -> b\n": {"heads", "through"},
    "layer\n mlp\n  when a is x and b is not y: c = z\n": {"rules", "and", "is", "is not"},
    "layer\n mlp\n  when a == b: c = z\n  otherwise: c = y\n": {"rules", "same", "otherwise"},
    "layer\n mlp\n  when a[x] > 1/2: c = z gain 2\n": {"rules", "amounts", "gain"},
    "layer\n mlp\n  when 0 < a[x] < 1: c = z\n": {"rules", "between"},
    "layer\n mlp\n  neuron a[x]: c = z\n  compute c = b + 1\n": {"neurons", "compute"},
    "space s = x\nslot t : s\nconcept k = x\nrelation r = x:x\ncircuit p: why\n": {
        *("spaces", "slots", "concepts", "relations", "circuits")
    },
}


@pytest.mark.parametrize("text", SAMPLES)
def test_features(text: str) -> None:
    reading = parse(text)
    assert not reading.complaints
    assert features(reading.program) == SAMPLES[text]


def test_every_feature_is_found_somewhere() -> None:
    assert {name for found in SAMPLES.values() for name in found} == set(FEATURES)
    assert get_args(Feature) == FEATURES
