"""Puzzles as data: folders that a server reads and only an author's machine builds.

`shape` is what the TOML files may hold, `model` what the rest of the program sees, `load` the way
from one to the other, and `cases` the built file. `build`, `prove` and `lint` are the author's
commands; `judge` says how a program did; `library` keeps the packs that are played. The format is
described in docs/authors/format.md.
"""
