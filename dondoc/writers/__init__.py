"""A report as a tree of plain data, written as Word in the Party's form and as Excel; entry workbooks out and in.

Plain Python, no Django. Figures stay typed down to the file, so paper and workbook show the same numbers.
"""
