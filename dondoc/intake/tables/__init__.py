"""Tables from other systems: bytes → headers and rows, with what was wrong and what was guessed. No Django."""
