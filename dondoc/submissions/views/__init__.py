"""Pages of submissions, one module a page. The list of duties itself, /viec/, is in dashboards."""
