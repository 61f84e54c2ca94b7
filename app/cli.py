"""The command line, `btt`: serve the game, run and check programs, build and prove packs.

Each command does one thing by calling one function of a layer below. What a person got wrong is one
sentence on standard error and exit status 2; a check or a proof that fails exits with 1.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from app.errors import GameError
from app.language import bounds
from app.language import setting as settings
from app.language.complaints import Judgement, read
from app.language.cost import cost
from app.language.parse import parse
from app.language.program import Program
from app.language.setting import Setting
from app.language.show import show as written

if TYPE_CHECKING:
    from app.gaps.report import Explanation
    from app.packs.model import Puzzle

# Checks run side by side; a BLAS that starts threads of its own for each is several times slower.
# NumPy reads this when it is first imported, which no command does before it needs to.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

SEQUENCES = 100_000
"""The most sequences that one `btt run` takes."""

JSON_BYTES = 64 * 2**20
"""The largest JSON file that is read."""

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="be-the-transformer")
def main() -> None:
    """Be the Transformer: a game in which you are one."""


@main.command()
@click.option("--host", help="The address to listen on; 127.0.0.1 unless told otherwise.")
@click.option("--port", type=click.IntRange(0, 65535), help="The port; 8000 unless told otherwise.")
@click.option("--data", type=click.Path(path_type=Path), help="The folder that remembers progress.")
def serve(host: str | None, port: int | None, data: Path | None) -> None:
    """Serve the game to browsers."""
    from app.web.serve import serve as run_server

    given = {"host": host, "port": port, "data": data}
    with _told():
        run_server({name: value for name, value in given.items() if value is not None})


@main.command()
@click.argument("program", type=_FILE)
@click.option("--setting", "setting_file", required=True, type=_FILE, help="The setting, as JSON.")
@click.option("--sequences", required=True, type=_FILE, help="A JSON list of lists of tokens.")
@click.option("--trace", is_flag=True, help="Show the stream after the last layer as well.")
def run(program: Path, setting_file: Path, sequences: Path, trace: bool) -> None:
    """Run PROGRAM on sequences and print its answers and costs as one JSON object."""
    from app.errors import TooLarge

    setting = _setting(setting_file)
    judgement = read(_text(program), setting)
    _refuse(judgement)
    tokens = _sequences(sequences, setting)
    try:
        result = _results(judgement, setting, tokens, trace)
    except TooLarge as error:
        _stop(str(error))
    click.echo(json.dumps(result, ensure_ascii=False))


@main.command()
@click.argument("puzzle")
@click.argument("program", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
@click.option("--why", is_flag=True, help="Say as well why wrong answers are wrong.")
def check(puzzle: str, program: Path, as_json: bool, why: bool) -> None:
    """Judge PROGRAM on PUZZLE (such as campaign/induction) and say the verdict."""
    from app.packs.judge import judge, unreadable
    from app.packs.library import built_in

    with _told():
        found = built_in().workshop(puzzle)
        judgement = read(_text(program), found.setting, found.allowance)
        if judgement.readable:
            verdict = judge(found, judgement.program)
        else:
            verdict = unreadable(found, judgement)
        reasons = _reasons(found, judgement.program) if why and verdict.total else None
    if as_json:
        told = {"why": reasons and reasons.as_json()} if why else {}
        click.echo(json.dumps({**verdict.as_json(), **told}, ensure_ascii=False))
    else:
        click.echo(verdict.sentence)
        for complaint in judgement.complaints:
            click.echo(f"  {complaint}")
        for sentence in () if reasons is None else reasons.sentences:
            click.echo(f"  {sentence}")
    sys.exit(0 if verdict.solved else 1)


def _reasons(puzzle: "Puzzle", program: Program) -> "Explanation | None":
    """Why a program that ran is wrong, if it is."""
    from app.gaps.report import explain

    return explain(puzzle.exam, program, {wrong.name: wrong.program for wrong in puzzle.wrong})


@main.command()
@click.argument("program", type=_FILE)
def show(program: Path) -> None:
    """Print PROGRAM in canonical form."""
    reading = parse(_text(program))
    _refuse(Judgement(reading.program, reading.complaints, not reading.complaints))
    click.echo(written(reading.program), nl=False)


@main.group()
def pack() -> None:
    """For authors: build, prove and check puzzle packs."""


_ONLY = click.option("--only", help="One puzzle of the pack, by its slug.")


@pack.command()
@click.argument("folder", type=_FOLDER)
@_ONLY
def build(folder: Path, only: str | None) -> None:
    """Compute the wanted answers of the pack in FOLDER and write its cases."""
    from app.packs.build import build_pack

    with _told():
        _report(build_pack(folder, only))


@pack.command()
@click.argument("folder", type=_FOLDER)
@_ONLY
def test(folder: Path, only: str | None) -> None:
    """Prove the pack in FOLDER: solutions solve, wrong programs fail, par is par."""
    from app.packs.prove import test_pack

    with _told():
        _report(test_pack(folder, only))


@pack.command()
@click.argument("folder", type=_FOLDER)
def lint(folder: Path) -> None:
    """Look over the pack in FOLDER for what a reader would stumble on."""
    from app.packs.lint import lint_pack

    with _told():
        _report(lint_pack(folder))


def _report(report: Any) -> NoReturn:
    click.echo(report.text())
    sys.exit(0 if report.ok else 1)


def _results(
    judgement: Judgement, setting: Setting, sequences: list[list[str]], trace: bool
) -> dict[str, Any]:
    """The object that `btt run` prints."""
    from app.engine.run import answer_labels

    program = judgement.program
    result: dict[str, Any] = {
        "answers": answer_labels(program, setting, sequences),
        "cost": cost(program, setting).as_json(),
    }
    if setting.generate is not None:
        from app.engine.generate import generate

        ends = [generate(program, setting, tokens) for tokens in sequences]
        result["generated"] = [{"finished": e.finished, "reason": e.reason} for e in ends]
    if trace:
        result |= _traces(judgement, setting, sequences)
    return result


def _traces(judgement: Judgement, setting: Setting, sequences: list[list[str]]) -> dict[str, Any]:
    """The streams after the last layer, the labels of every slot, and where heads looked."""
    from app.engine.trace import trace

    traces = [trace(judgement.program, setting, tokens) for tokens in sequences]
    return {
        "streams": [
            {slot: amounts.tolist() for slot, amounts in one.streams[-1].items()} for one in traces
        ],
        "slots": {slot: list(labels) for slot, labels in traces[0].slots.items()} if traces else {},
        "patterns": [
            [{head.name: head.pattern.tolist() for head in layer} for layer in one.heads]
            for one in traces
        ],
    }


def _setting(path: Path) -> Setting:
    try:
        return settings.from_json(_json(path))
    except settings.BadSetting as error:
        _stop(f"{path.name}: {error}")


def _sequences(path: Path, setting: Setting) -> list[list[str]]:
    found = _json(path)
    if not isinstance(found, list):
        _stop(f"{path.name}: expected a list of sequences, each a list of tokens.")
    if len(found) > SEQUENCES:
        _stop(f"{path.name}: one run takes {SEQUENCES:,} sequences at most, not {len(found):,}.")
    for n, tokens in enumerate(found, start=1):
        complaint = settings.sequence_complaint(setting, tokens)
        if complaint is not None:
            _stop(f"{path.name}: sequence {n}: {complaint.message}")
    return found


def _json(path: Path) -> object:
    try:
        return json.loads(_bytes(path, JSON_BYTES))
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, json.JSONDecodeError) else "it is not JSON text"
        _stop(f"{path.name} cannot be read as JSON: {reason}.")


def _text(path: Path) -> str:
    data = _bytes(path, bounds.TEXT_BYTES + 1)
    if len(data) > bounds.TEXT_BYTES:
        _stop(f"{path.name} is too long: a program has {bounds.TEXT_BYTES // 1024} KB at most.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        _stop(f"{path.name} is not text in UTF-8; save it as UTF-8 and try again.")


def _bytes(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(limit)
    except OSError as error:
        _stop(f"{path.name} cannot be read: {error.strerror}.")


def _refuse(judgement: Judgement) -> None:
    """Ends the command when a program has complaints, each on a line of standard error."""
    if judgement.complaints:
        for complaint in judgement.complaints:
            click.echo(str(complaint), err=True)
        sys.exit(2)


def _stop(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(2)


@contextmanager
def _told() -> Iterator[None]:
    """Turns an error that carries a sentence into that sentence and exit status 2."""
    try:
        yield
    except GameError as error:
        _stop(str(error))


if __name__ == "__main__":
    main()
