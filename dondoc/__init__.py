"""Đôn Đốc carries a committee's plan from its own text to the end of the term."""
