"""What a target says, measured: a room of small parts, a table of patterns beside each.

`masks` what is no measure · `figures`, `units` numbers with their unit · `comparators` · `periods` · `clauses` one per
number · `population` over whom and what they do · `worded` without a number · `cells` of target tables · `reading` all.
"""

from dondoc.documents.parsing.measures.cells import cell_measure
from dondoc.documents.parsing.measures.reading import read_measures
from dondoc.documents.parsing.measures.subjects import is_measured, subject_of
from dondoc.documents.parsing.measures.worded import worded_measure

__all__ = ["cell_measure", "is_measured", "read_measures", "subject_of", "worded_measure"]
