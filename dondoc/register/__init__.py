"""Sổ văn bản: papers that go out and come in, each with a number of its own, and what they are about."""
