"""What templates and static files may not do, and what must agree between them."""

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

from app import assets
from app.web.geometry import GRIDS, HEIGHTS

TEMPLATES = assets.folder("templates")
STATIC = assets.folder("static")
VENDOR = STATIC / "vendor"
ALL = sorted(TEMPLATES.rglob("*.html"))
OURS = [path for path in sorted(STATIC.rglob("*")) if path.suffix in (".css", ".js", ".svg")]

FORBIDDEN = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.I),
    "an inline stylesheet": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"\sstyle\s*=", re.I),
    "an event attribute": re.compile(r"\son[a-z]+\s*=", re.I),
    "hx-on": re.compile(r"\b(data-)?hx-on\b", re.I),
    "javascript in an attribute": re.compile(r"[\"'](javascript|js):", re.I),
    "an address elsewhere": re.compile(
        r"(?:src|href|action|url\(|import)\W{0,3}(https?:)?//", re.I
    ),
    "a filter that trusts its input": re.compile(r"\|\s*safe\b|autoescape\s+false"),
}


def _names(paths: list[Path]) -> list[str]:
    return [str(path.name) for path in paths]


@pytest.mark.parametrize("path", ALL, ids=_names(ALL))
@pytest.mark.parametrize("what", FORBIDDEN)
def test_templates_hold_nothing_a_strict_policy_forbids(path: Path, what: str) -> None:
    found = FORBIDDEN[what].search(path.read_text())
    assert found is None, f"{path.name} has {what}: {found and found.group()}"


def test_static_files_load_nothing_from_elsewhere() -> None:
    for path in OURS:
        if VENDOR in path.parents:
            continue
        text = path.read_text().replace("http://www.w3.org/2000/svg", "")
        assert "//" not in re.sub(r"(?m)^\s*//.*$", "", text), path.name
        assert "@import" not in text, path.name
        assert not re.search(r"\beval\b|new Function|innerHTML", text), path.name


def test_vendored_files_are_what_the_list_says() -> None:
    listed = set()
    for package in tomllib.loads((VENDOR / "SOURCES.toml").read_text())["package"]:
        folder = VENDOR / f"{package['name']}@{package['version']}"
        for file in package["file"]:
            path = folder / Path(file["from"]).name
            listed.add(path)
            assert hashlib.sha256(path.read_bytes()).hexdigest() == file["sha256"], path
    kept = {path for path in VENDOR.rglob("*") if path.is_file()} - {VENDOR / "SOURCES.toml"}
    assert kept == listed


def test_every_asset_a_template_names_is_there() -> None:
    for path in ALL:
        text = path.read_text()
        named = re.findall(r"static\([\"']([^\"']+)[\"']\)", text)
        named += re.findall(r"[\"']/static/([^\"'?{]+)", text)
        for name in named:
            assert (STATIC / name).is_file(), f"{path.name} names {name}"


def _colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})", css))


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _themes() -> dict[str, dict[str, str]]:
    css = (STATIC / "css" / "tokens.css").read_text()
    light, dark = css.split("@media (prefers-color-scheme: dark)")
    return {"light": _colours(light), "dark": {**_colours(light), **_colours(dark)}}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_has_contrast_enough(theme: str) -> None:
    colours = _themes()[theme]
    pairs = [(f"l{i}", f"l{i}-ink") for i in range(9)]
    grounds = ("ground", "surface", "sunken", "accent-veil")
    pairs += [(ink, on) for ink in ("ink", "quiet", "accent", "good", "bad") for on in grounds]
    pairs += [("accent", "accent-ink"), ("accent", "accent-soft"), ("ink", "accent-soft")]
    pairs += [("bad", "bad-soft"), ("good", "good-soft")]
    poor = {
        pair: round(_contrast(colours[pair[0]], colours[pair[1]]), 2)
        for pair in pairs
        if _contrast(colours[pair[0]], colours[pair[1]]) < 4.5
    }
    assert poor == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_edges_of_controls_can_be_seen(theme: str) -> None:
    colours = _themes()[theme]
    assert min(_contrast(colours["edge"], colours[on]) for on in ("ground", "surface")) >= 3


def test_the_stylesheet_has_the_towers_sizes() -> None:
    css = (STATIC / "css" / "workshop.css").read_text()
    rows = dict(re.findall(r"\.tower \.([a-z.]+) \{ --row: (\d+)px", css))
    lane, label, tall = HEIGHTS["lane"], HEIGHTS["label"], HEIGHTS["tall"]
    assert {name: int(size) for name, size in rows.items()} == {
        "answers": HEIGHTS["answer"],
        "gap": HEIGHTS["gap"],
        "tokens": HEIGHTS["token"],
        "lane": lane,
        "lane.tall": lane + tall,
        "lane.first": lane + label,
        "lane.first.tall": lane + label + tall,
    }
    plain = re.search(r"\.tower \{ --label: \d+px; --pitch: (\d+)px; --chip: (\d+)px", css)
    sizes = re.findall(r"\.tower\.size-(\w+) \{ --pitch: (\d+)px; --chip: (\d+)px", css)
    assert plain is not None
    found = [("plain", *plain.groups()), *sizes]
    assert {name: (int(a), int(b)) for name, a, b in found} == {
        name: (grid.pitch, grid.chip) for name, grid in GRIDS.items()
    }
