"""What the reviewer may ask an organisation to make clear ("đề nghị làm rõ"), seen when a sheet is sent in.

No accusation and no mark: each clue is one observation with its evidence, shown to reviewers only, and a reviewer may
put it aside with a reason. Worked out in the transaction of the sending, from a bounded number of other sheets.
"""
