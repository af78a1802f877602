"""Definitions kept as data are edited as drafts: step by step, with undo, and nobody writes over another."""
