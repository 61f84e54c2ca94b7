"""Every word of the game, defined once: pages, popovers and docs/players/words.md all say this.

What a word means is settled by the language; a definition here is what fits in one or two plain
sentences, and no shorter than is true.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One term. `slug` is its anchor; `example` is a line of a program or of a tower that shows it,
    and `picture` names a drawing of the glossary page.
    """

    slug: str
    name: str
    meaning: str
    example: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """Words that belong together, in the order in which one meets them."""

    title: str
    words: tuple[Word, ...]


_HOLDS = (
    Word(
        "token",
        "token",
        "One item of the sequence. A position starts out knowing its own token.",
        "^ a b c a",
    ),
    Word(
        "position",
        "position",
        "One place in the sequence, counted from 0. All positions run the "
        "same program, each on its own residual stream. In most puzzles a position also knows "
        "its number.",
    ),
    Word(
        "residual-stream",
        "residual stream",
        "All that one position holds, slot by slot. Steps "
        "only ever add to it, and it rises through the layers up to the answer.",
        picture="tower",
    ),
    Word(
        "slot",
        "slot",
        "A named part of the residual stream, with an amount for each label of "
        "its space. Apart from token and position, every slot starts empty.",
        "slot prev : token",
    ),
    Word(
        "label",
        "label",
        "One of the values that a slot can hold: a token, a number, or a word of the puzzle.",
    ),
    Word(
        "space",
        "space",
        "An ordered list of labels. A slot holds labels of one space.",
        "space verdict = new old",
    ),
    Word(
        "amount",
        "amount",
        "How much of a label a slot holds. It is 1 for a label that is "
        "simply there, a fraction where several share, and below 0 or above 1 where steps vote.",
        "mix[a] > 1/2",
    ),
    Word(
        "concept",
        "concept",
        "A named set of labels, such as all fruits. Its amount is the sum of theirs.",
        "concept fruit = apple pear plum",
    ),
    Word(
        "relation",
        "relation",
        "A named set of pairs of labels. A head may compare two slots "
        "by it, or translate what it copies.",
        "relation kin = cat:kitten dog:puppy",
    ),
    Word(
        "blur",
        "blur",
        "Several labels share one slot, because a head averaged more than one "
        "position. You know the shares, and no longer who brought what.",
        picture="blur",
    ),
)

_LOOKS = (
    Word(
        "layer",
        "layer",
        "One level of the tower: all its heads read what was there before it "
        "and write together, and then all its rules do. Steps of one kind in one layer never "
        "see what each other writes.",
        picture="tower",
    ),
    Word(
        "head",
        "head",
        "A step that looks at other positions and brings something back. Its "
        "conditions say where to look; its copies say what to bring.",
        picture="look",
    ),
    Word(
        "query",
        "query",
        "What the position that looks holds up for comparison: the “my” in a condition.",
        "match key.prev == query.token",
    ),
    Word(
        "key",
        "key",
        "What a position that is looked at holds out for comparison: the “whose” in a condition.",
        "match key.prev == query.token",
    ),
    Word(
        "value",
        "value",
        "What a head brings back from where it looks: what its copies read there.",
        "copy token -> guess",
    ),
    Word(
        "condition",
        "condition",
        "One line of what a head looks for, or of when a rule fires. In "
        "a head each condition adds to a position’s score; in a rule, all must hold. The "
        "language calls a head’s condition a clause.",
        "match key.token is fruit",
    ),
    Word(
        "weight",
        "weight",
        "How many times over a condition counts in the score; 1 unless it says otherwise.",
        "match key.token is a weight 2",
    ),
    Word(
        "score",
        "score",
        "The sum of what a head’s conditions give a position. The positions with the best score "
        "are looked at, even if that score is 0; soft attention looks at all of them, "
        "and most at those.",
    ),
    Word(
        "attention-pattern",
        "attention pattern",
        "How a head’s attention is shared out: for each "
        "position that looks, a weight on every position it sees. These weights sum to 1.",
        picture="look",
    ),
    Word(
        "soft-attention",
        "soft attention",
        "Attention that is spread over everything seen, more "
        "on what scores higher; the sharpness says how much more. Without it, here, the "
        "best-scoring positions share all of it.",
    ),
    Word(
        "prefer",
        "prefer",
        "Breaks a tie: of several positions with the best score, take the "
        "latest or the earliest. Without it, they are averaged.",
        "prefer latest",
    ),
    Word(
        "copy",
        "copy",
        "Brings what a slot holds, from where a head looks, into a slot of the "
        "position that looks. It adds; it does not overwrite.",
        "copy token -> prev",
    ),
    Word(
        "gain",
        "gain",
        "What a copy or a rule’s write is multiplied by; 1 unless it says otherwise.",
        "copy token -> votes gain 2",
    ),
    Word(
        "causal-mask",
        "causal mask",
        "Each position sees itself and those before it, and never what comes later.",
        picture="causal",
    ),
    Word(
        "sink",
        "sink",
        "The mark ^ at the start of every sequence of some puzzles. It is a "
        "place to look at when there is nothing to find, because a head must look somewhere.",
    ),
)

_THINKS = (
    Word(
        "mlp",
        "MLP",
        "The half of a layer that works on what a position already holds. Its rules "
        "see one position only, their own.",
    ),
    Word(
        "rule",
        "rule",
        "A step of an MLP: when its conditions hold, it adds a label to a slot of "
        "the same position. It never looks at another position.",
        "when prev is river: answer = shore",
    ),
    Word(
        "neuron",
        "neuron",
        "The part a rule is made of: a weighted sum, kept where it is above 0 and else 0. "
        "A rule of plain conditions is one neuron; one that compares an amount takes 2 to 4, "
        "and one that asks whether two slots agree takes one for each label.",
    ),
    Word(
        "otherwise",
        "otherwise",
        "Writes a label as far as no rule of this layer wrote that slot. It needs no neuron.",
        "otherwise: answer = unsure",
    ),
    Word(
        "logit",
        "logit",
        "A label’s amount in the output slot at the end: the score with which "
        "it stands to be the answer.",
    ),
    Word(
        "unembedding",
        "unembedding",
        "The last step: the output slot is read, and its label with "
        "the largest amount is the answer. If two share the largest, the answer is "
        "undecided, and wrong.",
        "output answer",
    ),
)

_COSTS = (
    Word(
        "budget",
        "budget",
        "The most of each cost that this puzzle allows. A program over budget "
        "may run but cannot solve it.",
    ),
    Word(
        "par",
        "par",
        "What the author’s best program costs. Solve it at no more than par, and it is "
        "solved within par.",
    ),
    Word(
        "term",
        "term",
        "The cost of saying something: 1 for each label asked for, amount or "
        "copy, 2 for each comparison of two slots, 1 for each slot in a computation.",
    ),
    Word(
        "width",
        "width",
        "How many numbers one position’s residual stream is: the sizes of all "
        "slots together, and 1 for a constant.",
    ),
    Word(
        "value-width",
        "value width",
        "How many labels one head’s copies read, all slots "
        "together. A program’s is that of its widest head.",
    ),
    Word(
        "key-width",
        "key width",
        "How many numbers one head compares: for a condition the size "
        "of the smaller of its two spaces, 1 for a label asked for or a preference. A "
        "program’s is that of its widest head.",
    ),
    Word(
        "parameters",
        "parameters",
        "How many numbers the program is when it is written out as a transformer’s weights.",
    ),
    Word(
        "given",
        "given",
        "A step that the puzzle brings along. It stays as it is, unless "
        "the puzzle leaves where it looks to you.",
    ),
    Word("sealed", "sealed", "A slot that only given steps may read. Yours must do without it."),
)

_FAILS = (
    Word(
        "collision",
        "collision",
        "Two sequences leave a position with the same residual stream, "
        "though they want different answers. At that position your program could not have "
        "known.",
        picture="collision",
    ),
    Word(
        "seat",
        "seat",
        "One position of one sequence, seen from within: its own stream, and nothing else.",
    ),
    Word(
        "world",
        "world",
        "A whole sequence as it may be, seen from a seat. Two worlds that give "
        "a seat the same stream cannot be told apart from it.",
    ),
    Word(
        "gap",
        "gap",
        "Something that a transformer, or one part of it, cannot know or do by itself.",
    ),
    Word(
        "lemma",
        "lemma",
        "A reason that holds for every program of some kind. Proving a puzzle impossible is naming "
        "the lemma that applies, and the sequences on which it works.",
    ),
)

CHAPTERS = (
    Chapter("What a position holds", _HOLDS),
    Chapter("Where a head looks", _LOOKS),
    Chapter("How a position thinks, and answers", _THINKS),
    Chapter("What it may cost", _COSTS),
    Chapter("Why it fails", _FAILS),
)

WORDS: Mapping[str, Word] = {word.slug: word for chapter in CHAPTERS for word in chapter.words}

_COST_WORDS = {
    "layers": "layer",
    "heads": "head",
    "terms": "term",
    "neurons": "neuron",
    "width": "width",
    "value width": "value-width",
    "key width": "key-width",
    "parameters": "parameters",
}
_LEADS = {
    "Causal": "causal-mask",
    "Soft attention": "soft-attention",
    "Sealed": "sealed",
    "A term": "term",
    "No positions": "position",
    "Steps marked as given": "given",
}


def cost_word(name: str) -> str:
    """The slug for a budget's name, `heads` or `heads in layer 2`; empty for none."""
    return _COST_WORDS.get(name.partition(" in ")[0], "")


def led(sentence: str) -> tuple[str, str]:
    """The words that open a sentence and the slug they stand for; both empty for none."""
    found = next((lead for lead in _LEADS if sentence.startswith(lead)), "")
    return found, _LEADS.get(found, "")
