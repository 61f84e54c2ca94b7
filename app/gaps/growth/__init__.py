"""What becomes of a program as sequences grow longer."""
