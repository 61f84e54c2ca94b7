"""Why a program fails, and what it could not have known.

Every diagnosis is a value that says whether it is a proof or only evidence, what it was computed
on, and shows its witness. Nothing here knows of packs or pages: a puzzle comes as an `Exam`.
"""
