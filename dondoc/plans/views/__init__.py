"""Pages of plans, one module a page. Issuing is in obligations."""
