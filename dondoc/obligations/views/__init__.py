"""Duties, what is ruled about them, and until when sheets are taken."""
