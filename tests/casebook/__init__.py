"""The pages of the table of cases: attention, rules, and everything around them."""
