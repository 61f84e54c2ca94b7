"""What a program does, exactly: its answers, and everything on the way to them.

`run` answers many sequences, `generate` lets a program continue its own answers, and `trace` shows
one sequence step by step. All three take a program through `machine`, which plans it as arrays
(with `reach`, `heads`, `rules` and `matrices`), and through one pass, `forward`; `stream`,
`attention` and `mlp` say what each part of the plan does. `limits` holds the engine's version, its
tolerance and its memory budget.
"""
