"""What a program does, exactly: its answers, and everything on the way to them.

`machine` turns a program under a setting into a frozen plan of arrays, `run` answers many
sequences with it, `generate` lets it continue its own answers, and `trace` shows one sequence step
by step. `stream`, `attention` and `mlp` hold the parts of the plan and what each does to the
stream; `limits` holds the engine's version, its tolerance and its memory budget.
"""
