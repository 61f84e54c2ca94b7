"""The Stream language: what a player writes.

`program` holds the data, `parse` and `show` the written form, `jsonform` the JSON form, `setting`
and `allowance` what a puzzle adds, `scope` what names mean, `complaints` the one rule about what is
allowed, `expand` rules as neurons, and `cost` what a program costs.
"""
