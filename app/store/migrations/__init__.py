"""Alembic's folder: each file in versions/ changes the database by one step."""
