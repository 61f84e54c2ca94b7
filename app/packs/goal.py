"""What a puzzle asks for, and what its author must have put there for it.

A puzzle that can be built has solutions, and any other has a proof. One that asks to decide is
either; nothing that a player sees may tell which. In one to break nothing is built or proved.
"""

from collections.abc import Sequence

from app.gaps.proofs.attempt import Attempt
from app.language import setting as settings
from app.packs.files import PUZZLE_DEPTH, read_table, where
from app.packs.model import BadPack, Solution
from app.packs.plan import Plan
from app.packs.shape import ProofShape

PROOF = "proof.toml"


def load_proof(plan: Plan) -> Attempt | None:
    """The author's proof that a puzzle cannot be solved, if there is one. Raises BadPack."""
    path = plan.folder / PROOF
    if not path.exists():
        return None
    shape, name = read_table(path, ProofShape, PUZZLE_DEPTH), where(path, PUZZLE_DEPTH)
    for number, tokens in enumerate(shape.sequences):
        complaint = settings.sequence_complaint(plan.setting, tokens)
        if complaint is not None:
            raise BadPack(name, f"sequences.{number}: {complaint.message}")
    return Attempt(
        lemma=shape.lemma,
        sequences=tuple(tuple(tokens) for tokens in shape.sequences),
        position=shape.position,
        free=tuple(shape.free),
    )


def check_goal(plan: Plan, solutions: Sequence[Solution], proof: Attempt | None) -> None:
    """Refuses a puzzle whose solutions, proof and par do not fit its goal. Raises BadPack."""
    goal = plan.shape.goal
    if goal == "break":
        return
    if goal == "decide" and bool(solutions) == (proof is not None):
        have = "both" if solutions else "neither"
        what = f"a puzzle to decide has solutions or a {PROOF}; this one has {have}."
        raise BadPack(where(plan.folder, 2), what)
    if goal == "build" and proof is not None:
        what = "only a puzzle that is impossible, or to decide, has a proof."
        raise BadPack(where(plan.folder / PROOF, PUZZLE_DEPTH), what)
    if goal == "impossible" and proof is None:
        raise BadPack(where(plan.folder / PROOF, PUZZLE_DEPTH), "the file is missing.")
    if goal == "impossible" and solutions:
        path = plan.folder / "solutions" / f"{solutions[0].name}.stream"
        what = "a puzzle that is impossible has no solutions."
        raise BadPack(where(path, PUZZLE_DEPTH), what)
    _check_par(plan, solutions, proof)


def _check_par(plan: Plan, solutions: Sequence[Solution], proof: Attempt | None) -> None:
    if proof is None and not solutions:
        path = plan.folder / "solutions" / "par.stream"
        raise BadPack(where(path, PUZZLE_DEPTH), "the file is missing.")
    name = where(plan.folder / "puzzle.toml", PUZZLE_DEPTH)
    if solutions and not plan.shape.par:
        raise BadPack(name, "par is missing.")
    if not solutions and plan.shape.par:
        raise BadPack(name, "par is about solutions, and this puzzle has none.")
    if not solutions and plan.shape.spare:
        raise BadPack(name, "spare is about par, and this puzzle has none.")
    if plan.shape.pair is not None and plan.shape.goal != "decide":
        raise BadPack(name, "pair is for puzzles that ask to decide.")
