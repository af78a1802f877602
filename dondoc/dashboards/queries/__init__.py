"""Reads for the pages that put several rooms together."""
