"""The tower as a picture that stands alone, to be kept, shown and printed.

It holds no styles, scripts, links or fonts, so it looks the same in a browser, on a slide and in a
paper. Everything stands where it stands in the tower's own geometry.
"""

from itertools import groupby
from xml.etree import ElementTree as ET

from app.web.chips import Chip, Piece
from app.web.geometry import Band
from app.web.pen import Pen, Theme, sheet
from app.web.tower import Answer, Cell, Rising, Token, Tower

_MARGIN, _HEADING, _SIDE, _BELOW = 20, 40, 124, 26
_CHIP = 30
_LETTER, _CHIP_LETTER, _HEAD_LETTER = 6.2, 7.5, 9.0
"""Pixels that a letter takes at most: a small one, one in a chip, one of the heading."""
_LEAST = 300
_TOP = 78
"""Where the streams end, under the answers."""


def picture(of: Tower, title: str, theme: Theme) -> str:
    """The SVG document of a tower with nothing folded, under a title."""
    wide = max(_SIDE + of.shape.width, int(len(title) * _HEAD_LETTER), _LEAST) + 2 * _MARGIN
    high = of.shape.height + _HEADING + _BELOW + 2 * _MARGIN
    svg = sheet(wide, high, f"{title}: {' '.join(each.text for each in of.tokens)}", _told(of))
    pen = Pen(svg, theme)
    pen.rect(0, 0, wide, high, "ground")
    start = {"text_anchor": "start"}
    pen.text(_MARGIN, _MARGIN + 16, title, "ink", 17, font_weight="700", **start)
    pen.text(_MARGIN, high - _MARGIN, "Be the Transformer", "quiet", 11, **start)
    _frames(pen.moved(_MARGIN, _MARGIN + _HEADING), of)
    _body(pen.moved(_MARGIN + _SIDE, _MARGIN + _HEADING), of)
    return ET.tostring(svg, encoding="unicode") + "\n"


def _told(of: Tower) -> str:
    """Every answer in words, for who cannot see the picture."""
    said = (f"Position {each.position}: {each.words}." for each in of.answers if each.asked)
    return " ".join(("A tower, read from the bottom up.", of.trouble, *said))


def _frames(pen: Pen, of: Tower) -> None:
    """The frames of the layers, and the names of the rows at their left."""
    pairs = zip(of.rows, of.shape.bands, strict=True)
    for layer, found in groupby(pairs, key=lambda pair: pair[0].layer):
        rows = list(found)
        top, last = rows[0][1].top, rows[-1][1]
        wide, high = _SIDE + of.shape.width, last.top + last.height - top
        pen.rect(0, top, wide, high, "surface", "line", rx="14")
        _heading(pen, top + 22, f"LAYER {layer + 1}", "quiet", 11)
        for row, band in rows:
            _name(pen, row, band)
    pen.text(12, 17, "wanted", "quiet", 11, text_anchor="start")
    _heading(pen, 45, "answer", "ink", 14)
    _heading(pen, of.shape.token_top + 30, "token", "ink", 14)


def _heading(pen: Pen, y: float, said: str, colour: str, size: float) -> None:
    pen.text(12, y, said, colour, size, font_weight="600", text_anchor="start")


def _name(pen: Pen, row: Rising, band: Band) -> None:
    by = ", ".join(f"head {who.name}" for who in row.by)
    if row.half == "rules":
        by = f"mlp, {row.more} {'rule' if row.more == 1 else 'rules'}"
    elif row.more:
        by += f" +{row.more}"
    _heading(pen, band.centre - 1, _cut(row.slot, _SIDE - 24, _CHIP_LETTER), "ink", 14)
    pen.text(12, band.centre + 14, _cut(by, _SIDE - 16), "quiet", 11, text_anchor="start")


def _body(pen: Pen, of: Tower) -> None:
    _streams(pen, of)
    for row, band in zip(of.rows, of.shape.bands, strict=True):
        for cell in row.cells:
            if cell.chip is not None:
                _cell(pen, of, cell, cell.chip, band.centre)
    for token in of.tokens:
        _token(pen, of, token)
    for answer in of.answers:
        _answer(pen, of, answer)
    _arcs(pen, of)


def _streams(pen: Pen, of: Tower) -> None:
    for i in range(of.shape.columns):
        colour = "stream-strong" if i == of.chosen else "stream"
        pen.rect(of.shape.grid.centre(i) - 2, _TOP, 4, of.shape.token_top + 10 - _TOP, colour)


def _cell(pen: Pen, of: Tower, cell: Cell, it: Chip, y: float) -> None:
    """A chip with its ring, what is written above it and what is written under it."""
    x, pitch = of.shape.grid.centre(cell.position), of.shape.grid.pitch
    _ring(pen, x, y, of.chip, cell.ring)
    _chip(pen.moved(x - of.chip / 2, y - _CHIP / 2), it, of.chip)
    if it.concept:
        pen.text(x, y - 20, _cut(it.concept, pitch), "ink", 11, "surface", font_weight="600")
    under = cell.note or it.caption or (f"+{it.more} more" if it.more else "")
    if under:
        pen.text(x, y + 28, _cut(under, pitch), "quiet", 11, "surface")


def _ring(pen: Pen, x: float, y: float, wide: int, ring: str) -> None:
    if ring:
        look = {"stroke_dasharray": "5 3"} if ring == "look" else {}
        left, top = x - wide / 2 - 4, y - _CHIP / 2 - 4
        around = {"rx": "11", "stroke_width": "2.5", **look}
        pen.rect(left, top, wide + 8, _CHIP + 8, "none", "accent", **around)


def _chip(pen: Pen, it: Chip, wide: int) -> None:
    """A chip with its corner where the pen is."""
    if it.kind == "crisp":
        _block(pen, it.pieces[0].label, it.pieces[0].colour, wide)
    elif it.kind == "empty":
        pen.rect(0, 0, wide, _CHIP, "surface", "edge", rx="8", stroke_dasharray="4 3")
    elif it.kind == "voted":
        pen.rect(0, 0, wide, _CHIP, "surface", "edge", rx="8")
        for i, piece in enumerate(it.pieces):
            _vote(pen, piece, 5 + 13 * i, wide)
    else:
        pen.rect(0, 0, wide, _CHIP, "surface", "edge")
        for piece in it.pieces:
            _share(pen, piece)


def _block(pen: Pen, label: str, colour: int, wide: int) -> None:
    """A chip that is wholly one label."""
    pen.rect(0, 0, wide, _CHIP, f"l{colour}", rx="8")
    said = _cut(label, wide, _CHIP_LETTER)
    pen.text(wide / 2, 20, said, f"l{colour}-ink", 14, font_weight="600")


def _vote(pen: Pen, piece: Piece, top: float, wide: int) -> None:
    pen.rect(4, top, 7, 7, f"l{piece.colour}", rx="2")
    said = _cut(f"{piece.label} {piece.amount}", wide - 14)
    pen.text(14, top + 7, said, "ink", 10, font_weight="600", text_anchor="start")


def _share(pen: Pen, piece: Piece) -> None:
    pen.rect(piece.x, 0, piece.width, _CHIP, f"l{piece.colour}", "surface")
    if piece.fits:
        ink = f"l{piece.colour}-ink"
        pen.text(piece.x + piece.width / 2, 20, piece.label, ink, 13, font_weight="600")


def _token(pen: Pen, of: Tower, it: Token) -> None:
    x, y = of.shape.grid.centre(it.position), of.shape.token_top + 25
    _ring(pen, x, y, of.chip, it.ring)
    _block(pen.moved(x - of.chip / 2, y - _CHIP / 2), it.text, it.colour, of.chip)
    number = f"{it.position}{'+' if it.made else ''}"
    if it.position == of.chosen:
        pen.text(x, y + 32, f"▲ {number}", "accent", 11, font_weight="700")
    else:
        pen.text(x, y + 32, number, "quiet", 11)


def _answer(pen: Pen, of: Tower, it: Answer) -> None:
    x, pitch = of.shape.grid.centre(it.position), of.shape.grid.pitch
    if not it.asked:
        pen.text(x, 44, "·", "quiet", 16, font_weight="700")
        return
    if it.wanted is not None:
        pen.text(x, 17, _cut(it.wanted, pitch), "ink", 12, font_weight="600")
    state = "edge" if it.right is None else "good" if it.right else "bad"
    wide = min(max(of.chip, int(len(it.given) * _CHIP_LETTER) + 10), pitch - 4)
    pen.rect(x - wide / 2, 24, wide, 32, "surface", state, rx="8", stroke_width="2")
    ink = "ink" if it.right is None else state
    pen.text(x, 45, _cut(it.given, wide, _CHIP_LETTER), ink, 14, font_weight="600")
    if it.right is not None:
        said = "✓ right" if it.right else "✗ wrong"
        pen.text(x, 71, said, state, 11, "ground", font_weight="600")


def _arcs(pen: Pen, of: Tower) -> None:
    """Where the selected head looks from the chosen position."""
    for arc in (arc for fan in of.fans if fan.chosen for arc in fan.arcs):
        pen.curve(arc.path, "accent", arc.width)
        pen.dot(arc.x, arc.y, 3.5, "accent")
        if arc.weight:
            where = {"text_anchor": "start", "font_weight": "600"}
            pen.text(arc.x + 7, arc.y - 5, arc.weight, "accent", 11, "surface", **where)


def _cut(said: str, room: float, letter: float = _LETTER) -> str:
    """The text, or as much of it as surely fits."""
    most = max(1, int(room / letter))
    return said if len(said) <= most else f"{said[: most - 1]}…"
