"""The table of small cases, every expectation worked out by hand from the language's reference.

One table for whatever runs programs: the engine, the slow implementation, and compiled weights. It
is pure data; `casebook` holds its pages. There is at least one case for every row of the
reference's table of clauses and every sentence about rules.
"""

from tests.casebook.attention import ATTENTION
from tests.casebook.case import Case
from tests.casebook.rules import RULES
from tests.casebook.whole import WHOLE

CASES: tuple[Case, ...] = (*ATTENTION, *RULES, *WHOLE)
