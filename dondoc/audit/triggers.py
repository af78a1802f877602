"""The database itself refuses to change or delete an event: also when somebody comes past our code.

Used by the first migration. Emptying the whole table (TRUNCATE) stays possible for who owns the database; then the
hash chain's end no longer fits (`audit_check`).
"""

_MESSAGE = "Nhật ký chỉ được ghi thêm, không được sửa hoặc xóa"

INSTALL = {
    "sqlite": [
        f"""CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON audit_auditevent
        BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"""
        for verb in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        f"""CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$""",
        """CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit_auditevent
        FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
    ],
}
REMOVE = {
    "sqlite": ["DROP TRIGGER IF EXISTS audit_no_update", "DROP TRIGGER IF EXISTS audit_no_delete"],
    "postgresql": [
        "DROP TRIGGER IF EXISTS audit_append_only ON audit_auditevent",
        "DROP FUNCTION IF EXISTS audit_refuse()",
    ],
}


def install(_apps, schema_editor) -> None:
    """Forward step of the migration. Errors: KeyError on a database that we do not know."""
    for statement in INSTALL[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove(_apps, schema_editor) -> None:
    """Backward step of the migration."""
    for statement in REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)
