"""Reads for boards and for the page that explains a number. Each costs the same number of queries at any size.

Months are codes ("2026-03"). What is stored is shown; nothing is computed here but the last division.
"""

from dondoc.measures.queries.answers import OrgAnswerRow, answer_row, measure_answers, told
from dondoc.measures.queries.boards import BoardRow, Values, board, history_of, indicator_row, indicator_status, year_of
from dondoc.measures.queries.explaining import Explanation, TermRow, explain
from dondoc.measures.queries.matrices import Cell, Matrix, MatrixRow, OrgRow, matrix, org_rows
from dondoc.measures.queries.months import as_of
from dondoc.measures.queries.rows import FACTS, Closed, MeasureRow, measure_row, row_of, totals_in
from dondoc.measures.queries.trends import TrendPoint, trend, trend_in

__all__ = [
    "FACTS",
    "BoardRow",
    "Cell",
    "Closed",
    "Explanation",
    "Matrix",
    "MatrixRow",
    "MeasureRow",
    "OrgAnswerRow",
    "OrgRow",
    "TermRow",
    "TrendPoint",
    "Values",
    "answer_row",
    "as_of",
    "board",
    "explain",
    "history_of",
    "indicator_row",
    "indicator_status",
    "matrix",
    "measure_answers",
    "measure_row",
    "org_rows",
    "row_of",
    "told",
    "totals_in",
    "trend",
    "trend_in",
    "year_of",
]
