"""Vướng mắc, kiến nghị: what stands in the way of a duty, who answers it by when, and how many are answered."""
