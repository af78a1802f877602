"""Thành phố Mẫu: a made-up city whose history is lived through the same actions that users take. Deterministic."""

DEMO_PASSWORD = "don-doc-mau"  # noqa: S105 -- shown on the demo's own sign-in page; no real data stands behind it
