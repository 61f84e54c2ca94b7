"""Where the difference between two sequences was lost on its way to a seat."""
