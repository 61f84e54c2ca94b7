"""The numbers the engine promises: its version, when two amounts tie, how much memory it takes."""

VERSION = "1"
"""Goes into the key of every cached verdict: raise it whenever an answer could change."""

TIE = 1e-6 + 1e-10
"""Scores, and amounts of the output, this close count as equal.

The language says 1e-6. The last ten-thousandth on top is for rounding, so that a difference of
exactly 1e-6 is a tie here however the sums behind it were ordered.
"""

CHECK_BYTES = 256 * 2**20
"""The most memory that one check may hold."""

PLAN_BYTES = 64 * 2**20
"""The most that the arrays of one machine may take; a larger program is refused."""

KEPT_BYTES = 64 * 2**20
"""What all the machines kept for their next use may take together; one larger is not kept."""

CHUNK_BYTES = 4 * 2**20
"""What the arrays of one chunk of sequences should take, so that they stay in the cache.

A chunk is never less than one sequence, and the longest sequence through the largest machine takes
about 128 MiB: with the plan, that leaves room in `CHECK_BYTES` for the sequences themselves.
"""
