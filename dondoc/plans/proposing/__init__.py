"""From a confirmed plan to what is asked and what is measured: wishes that a person adjusts, then definitions as data.

`wishes` are the few settings that people see; `guessing` makes them from what was read; `definitions` turns them into
the same validated data as the package's files (sheets, deliverables, indicators with their examples).
"""
