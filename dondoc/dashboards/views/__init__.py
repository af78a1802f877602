"""Pages that put several rooms together, one module a page. Nothing is written to the database here."""
