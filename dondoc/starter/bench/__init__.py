"""The limits that we hold, measured: each part a module with `measure()`, told and recorded by `report`.

Every figure that is compared is a ratio within one run where that is possible; milliseconds belong to this machine.
"""
