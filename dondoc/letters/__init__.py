"""Công văn đôn đốc: what organisations still owe, in official form, numbered in the register."""
