"""The lemmas a player can prove a puzzle impossible by, and the rulings on attempts at them.

Every lemma is proved in docs/design/proofs.md. An attempt is accepted exactly if the engine finds
that the lemma is about every program that the puzzle allows, and that the puzzle's own cases meet
its conditions. Then no program allowed is right on all cases; nothing is said about other puzzles,
other lengths or trained models.
"""

from dataclasses import dataclass

from app.gaps.exam import Exam, Seat
from app.gaps.proofs.attempt import LEMMA_NAMES, Attempt, LemmaName, Ruling
from app.gaps.proofs.freeze import find_freeze, frozen_pair, rule_freeze
from app.gaps.proofs.one_look import find_one_look, pair_in_look, rule_one_look
from app.gaps.proofs.twins import TWIN_LEMMAS, find_pair, pair_of, rule_pair
from app.language.program import Program


@dataclass(frozen=True, slots=True)
class Lemma:
    """A lemma in words: what it says, of which programs, and what one gives to use it."""

    name: LemmaName
    title: str
    statement: str
    hypotheses: tuple[str, ...]
    gives: str
    source: str = ""


LEMMAS: tuple[Lemma, ...] = (
    Lemma(
        "no-heads",
        "Without heads, a position knows only itself",
        "Where no head may be used, what a position answers depends on its own token and its own "
        "position, and on nothing else.",
        ("No program may hold a head.",),
        "Two sequences, asked at the same position, with the same token there and different "
        "answers wanted.",
    ),
    Lemma(
        "future",
        "What comes later is hidden",
        "Under a causal mask, what a position answers depends on the tokens up to it. No number of "
        "layers or heads changes that.",
        ("Attention is causal.",),
        "Two sequences that are the same up to the position that is asked and differ only after "
        "it, with different answers wanted there.",
    ),
    Lemma(
        "anagrams",
        "Without positions, order does not show",
        "Without positions and without a mask, what a position answers depends on its own token "
        "and on how often each token is in the sequence. No number of layers or heads changes "
        "that.",
        ("There are no positions.", "Attention is bidirectional."),
        "Two sequences with the same tokens in another order and the same token at the position "
        "that is asked, with different answers wanted there.",
    ),
    Lemma(
        "freeze",
        "One token keeps one head busy",
        "In one layer, each head that reads one position has a favourite: some token at some "
        "place. Lay that token there, and the head can read nothing else of all that you may "
        "choose. So an opponent who lays one token for each head has blinded all of them to the "
        "rest. If the rest can still turn the answer, whatever was laid, no program is right.",
        (
            "A program has one layer at most.",
            "Attention is hard, and every head must read one position.",
            "The budget bounds the number of heads, and none is among the given steps.",
        ),
        "A sequence, for its length; the position that is asked; and the free positions, whose "
        "tokens the opponent and you may choose: more of them than there are heads.",
        "A restriction argument in the manner of Hahn (2020).",
    ),
    Lemma(
        "one-look",
        "One look is an order of preference",
        "In one layer, a head that reads one position prefers some token at some position to all "
        "others. If in a list of sequences every token that could be looked for is in sequences "
        "that want different answers, one head is wrong on one of them.",
        (
            "A program has one layer and one head at most.",
            "Attention is hard, and the head must read one position.",
            "No head is among the given steps.",
        ),
        "From 2 to 16 sequences, asked at one position, that no order of preference sorts.",
        "Decision lists are due to Rivest (1987).",
    ),
)


def rule(exam: Exam, attempt: Attempt) -> Ruling:
    """The ruling on an attempt to prove that no program allowed is right on all cases."""
    if attempt.lemma == "freeze":
        return rule_freeze(exam, attempt)
    if attempt.lemma == "one-look":
        return rule_one_look(exam, attempt)
    return rule_pair(exam, attempt)


def search(exam: Exam) -> Attempt | None:
    """An attempt that is accepted, or None if a bounded search comes upon none."""
    for name in LEMMA_NAMES:
        found = _find(exam, name)
        if found is not None and rule(exam, found).accepted:
            return found
    return None


def killer(exam: Exam, attempt: Attempt, program: Program) -> tuple[Seat, Seat] | None:
    """Two seats of an accepted proof that a program leaves alike, with different answers wanted.

    The engine has confirmed that the streams are equal. None if the attempt is not accepted, or if
    the program is not one that the lemma is about.
    """
    if not rule(exam, attempt).accepted:
        return None
    if attempt.lemma == "freeze":
        return frozen_pair(exam, attempt, program)
    if attempt.lemma == "one-look":
        return pair_in_look(exam, attempt, program)
    return pair_of(exam, attempt, program)


def _find(exam: Exam, name: LemmaName) -> Attempt | None:
    if name in TWIN_LEMMAS:
        return find_pair(exam, name)
    return find_freeze(exam) if name == "freeze" else find_one_look(exam)
