"""Two seats that hold the same and want different answers, and how the closest are found."""
