"""How large a program may be. Every bound is checked before the work it bounds begins.

The engine and the web inherit these: nothing larger ever reaches an array or a page.
"""

TEXT_BYTES = 64 * 1024
"""The written form of one program, in UTF-8 bytes."""

LAYERS = 12
HEADS_PER_LAYER = 32

NEURONS = 4096
"""Neurons of a whole program, counted after every shorthand is expanded."""

COMBINATIONS = 16_384
"""Combinations of input values that all `compute` rules of a program may ask to try."""

RULE_READS = 2**18
"""Amounts that the neurons of a layer may read, counted once for every neuron that reads them."""

LABELS_PER_SPACE = 256
SEQUENCE_TOKENS = 256
"""The longest sequence, and so the largest `max_len` of a setting."""

STREAM_WIDTH = 8192
"""Directions of the residual stream over all slots."""

DECLARATIONS = 512
"""Spaces, slots, concepts, relations and circuits, each kind."""

NAME_CHARACTERS = 64
"""The longest label or name."""

NUMBER_DIGITS = 12
"""Digits on either side of the point or the stroke of a number."""

EXPRESSION_PARTS = 64
"""Numbers, slots, operators and parentheses in one `compute`; so nothing nests deeper."""

COMPLAINTS = 100
"""A list of complaints ends here: more would not help anyone."""

GENERATE_STEPS = 256
