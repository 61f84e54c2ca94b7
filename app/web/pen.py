"""Shapes of an SVG that stands alone: every colour and every font is an attribute.

The colours are those of static/css/tokens.css, and a test compares them.
"""

from collections.abc import Mapping
from typing import Literal
from xml.etree import ElementTree as ET

Theme = Literal["light", "dark"]

_LABELS = {
    "l0": "#666c79", "l0-ink": "#ffffff",
    "l1": "#0069a8", "l1-ink": "#ffffff",
    "l2": "#e69f00", "l2-ink": "#1f1500",
    "l3": "#007a56", "l3-ink": "#ffffff",
    "l4": "#cc79a7", "l4-ink": "#230a18",
    "l5": "#56b4e9", "l5-ink": "#06202f",
    "l6": "#b84600", "l6-ink": "#ffffff",
    "l7": "#f0e442", "l7-ink": "#232000",
    "l8": "#6a3d9a", "l8-ink": "#ffffff",
}  # fmt: skip
COLOURS: Mapping[Theme, Mapping[str, str]] = {
    "light": {
        **_LABELS,
        "ground": "#fbfaf6", "surface": "#ffffff", "line": "#e2dfd6", "edge": "#8a8d99",
        "ink": "#1b1d24", "quiet": "#5a5f6d", "accent": "#3443c8", "accent-soft": "#e8eafc",
        "good": "#00694a", "bad": "#b3261e", "stream": "#dedbd1", "stream-strong": "#c3bfd0",
    },
    "dark": {
        **_LABELS,
        "l0": "#747a88", "l0-ink": "#0b0c0f", "l1": "#0a72b4",
        "ground": "#14161b", "surface": "#1c1f27", "line": "#30343f", "edge": "#7d8393",
        "ink": "#ecedf2", "quiet": "#a8adba", "accent": "#a3acff", "accent-soft": "#2a2f52",
        "good": "#56cfa2", "bad": "#ff968c", "stream": "#343843", "stream-strong": "#50556a",
    },
}  # fmt: skip

SPACE = "http://www.w3.org/2000/svg"
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


class Pen:
    """Draws into one element. Colours are named as in `COLOURS`; lengths are pixels."""

    def __init__(self, into: ET.Element, theme: Theme) -> None:
        self.into, self.theme = into, theme

    def moved(self, x: float, y: float) -> "Pen":
        """A pen for a group whose corner stands at a point."""
        place = {"transform": f"translate({x:g} {y:g})"}
        return Pen(ET.SubElement(self.into, "g", place), self.theme)

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        stroke: str = "",
        **more: str,
    ) -> None:
        """A rectangle; `more` are attributes, with _ for -."""
        told = {"x": x, "y": y, "width": width, "height": height}
        given = {name: f"{value:g}" for name, value in told.items()}
        given |= {"fill": self._colour(fill)} | ({"stroke": self._colour(stroke)} if stroke else {})
        ET.SubElement(self.into, "rect", {**given, **_attributes(more)})

    def text(
        self,
        x: float,
        y: float,
        said: str,
        fill: str,
        size: float = 14,
        halo: str = "",
        **more: str,
    ) -> None:
        """A line of text centred on x, or as `text_anchor` says; `halo` keeps lines off it."""
        given = {"x": f"{x:g}", "y": f"{y:g}", "font-size": f"{size:g}"}
        given |= {"fill": self._colour(fill), "text-anchor": "middle"}
        if halo:
            given |= {"paint-order": "stroke", "stroke": self._colour(halo), "stroke-width": "4"}
        ET.SubElement(self.into, "text", {**given, **_attributes(more)}).text = said

    def curve(self, path: str, stroke: str, width: float) -> None:
        """A line along a path, nothing inside it."""
        drawn = {"d": path, "fill": "none", "stroke": self._colour(stroke)}
        line = {"stroke-width": f"{width:g}", "stroke-linecap": "round"}
        ET.SubElement(self.into, "path", {**drawn, **line})

    def dot(self, x: float, y: float, radius: float, fill: str) -> None:
        """A filled circle."""
        place = {"cx": f"{x:g}", "cy": f"{y:g}", "r": f"{radius:g}"}
        ET.SubElement(self.into, "circle", {**place, "fill": self._colour(fill)})

    def _colour(self, name: str) -> str:
        return name if name == "none" else COLOURS[self.theme][name]


def sheet(width: float, height: float, title: str, told: str) -> ET.Element:
    """An empty picture, with its title and what it shows in words."""
    size = {"width": f"{width:g}", "height": f"{height:g}"}
    box = {"viewBox": f"0 0 {width:g} {height:g}", "role": "img", "font-family": _FONT}
    svg = ET.Element("svg", {"xmlns": SPACE, **size, **box})
    ET.SubElement(svg, "title").text = title
    ET.SubElement(svg, "desc").text = told
    return svg


def _attributes(more: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in more.items()}
