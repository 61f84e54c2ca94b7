"""What no program within a budget can do, and what is checked before that is said."""
