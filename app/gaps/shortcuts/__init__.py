"""Names that should not matter, steps that do nothing, and mistakes made before."""
