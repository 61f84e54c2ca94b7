"""What is remembered: players, drafts with their history, attempts, solutions and hints.

SQLAlchemy Core, synchronous. `connect` alone knows which database it is; the rest is plain SQL.
"""
