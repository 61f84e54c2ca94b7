"""The part of a puzzle that comes before its cases: what `build` reads, and `load` builds upon."""

from dataclasses import dataclass
from pathlib import Path

from app.language import setting as settings
from app.language.setting import Setting
from app.packs.files import PUZZLE_DEPTH, read_table, where
from app.packs.model import BadPack
from app.packs.shape import FOLDER, PuzzleShape


@dataclass(frozen=True, eq=False)
class Plan:
    """One puzzle.toml, understood. `labels` are those of the wanted answers."""

    folder: Path
    slug: str
    shape: PuzzleShape
    setting: Setting
    labels: tuple[str, ...]


def load_plan(folder: Path) -> Plan:
    """The plan of one puzzle. Raises BadPack."""
    return plan_of(folder, read_table(folder / "puzzle.toml", PuzzleShape, PUZZLE_DEPTH))


def plan_of(folder: Path, shape: PuzzleShape) -> Plan:
    """The plan in a table that has been read. Raises BadPack."""
    name = where(folder / "puzzle.toml", PUZZLE_DEPTH)
    setting = _setting(shape, name)
    spaces = {space.name: space.labels for space in setting.spaces}
    spaces |= {
        "token": setting.tokens,
        "position": tuple(str(position) for position in range(setting.max_len)),
    }
    if shape.output not in spaces:
        known = ", ".join(spaces)
        raise BadPack(name, f"output names no space of the setting; the spaces are {known}.")
    strange = [label for label in spaces[shape.output] if label not in setting.tokens]
    if setting.generate is not None and strange:
        raise BadPack(name, f"output has {strange[0]}, which is no token to generate.")
    for number, tokens in enumerate(shape.examples):
        complaint = settings.sequence_complaint(setting, tokens)
        if complaint is not None:
            raise BadPack(name, f"examples.{number}: {complaint.message}")
    return Plan(folder, slug_of(folder), shape, setting, spaces[shape.output])


def slug_of(folder: Path) -> str:
    """The slug in a folder's name. Raises BadPack if the name is not of that kind."""
    found = FOLDER.fullmatch(folder.name)
    if found is None:
        what = "a folder's name is two digits, a dash and a slug, such as 02-echo."
        raise BadPack(where(folder, 2), what)
    return found[1]


def _setting(shape: PuzzleShape, name: str) -> Setting:
    try:
        setting = shape.setting.build()
    except settings.BadSetting as error:
        raise BadPack(name, f"setting: {error}") from None
    for complaint in settings.complaints(setting):
        raise BadPack(name, f"setting: {complaint.message}")
    return setting
