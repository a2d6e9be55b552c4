"""The version of the archive, and the triggers that set it (archive/models/archive_version.py says how)."""

from django.conf import settings
from django.db import migrations, models

TABLES = [
    "ballot",
    "citation",
    "clause",
    "clausestep",
    "document",
    "documentalias",
    "footnote",
    "footnotemark",
    "groupmembership",
    "inferredsubject",
    "memberstate",
    "memberstate_successors",
    "newclause",
    "resolution",
    "resolution_subjects",
    "resolution_wrong_subjects",
    "revision",
    "series",
    "seriesentry",
    "serieslink",
    "settledproblem",
    "source",
    "stategroup",
    "statename",
    "subject",
    "text",
    "textstep",
    "verbstep",
    "vote",
    "votechange",
    "votefile",
    "voteproblem",
    "writeoff",
]

FUNCTIONS = """
CREATE SEQUENCE archive_version_number;

CREATE FUNCTION archive_version_note() RETURNS trigger LANGUAGE plpgsql AS $$
-- One note for each transaction. A savepoint that is rolled back takes the setting back together with the note.
BEGIN
    IF current_setting('archive.version_noted_in', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM set_config('archive.version_noted_in', pg_current_xact_id()::text, true);
        INSERT INTO archive_versionnote DEFAULT VALUES;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION archive_version_set() RETURNS trigger LANGUAGE plpgsql AS $$
-- Runs when the transaction commits. The row is locked before its new number is taken, so numbers grow in the order of
-- the commits. The lock of the harvests comes first here too: two transactions never wait for each other.
BEGIN
    DELETE FROM archive_versionnote;
    PERFORM pg_advisory_xact_lock_shared(4106202);
    INSERT INTO archive_archiveversion AS v (id, number, changed_at)
        VALUES (1, nextval('archive_version_number'), clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET number = nextval('archive_version_number'), changed_at = clock_timestamp();
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER archive_version_set AFTER INSERT ON archive_versionnote
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION archive_version_set();
"""
NO_FUNCTIONS = """
DROP TRIGGER archive_version_set ON archive_versionnote;
DROP FUNCTION archive_version_set();
DROP FUNCTION archive_version_note();
DROP SEQUENCE archive_version_number;
"""
# The name of a librarian stands on the texts that they have proofed.
ON_USERS = "AFTER UPDATE OF username, first_name, last_name ON auth_user"
EVENTS = [f"AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON archive_{table}" for table in TABLES] + [ON_USERS]
TRIGGERS = "".join(
    f"CREATE TRIGGER archive_version_note {event} FOR EACH STATEMENT EXECUTE FUNCTION archive_version_note();\n"
    for event in EVENTS
)
NO_TRIGGERS = "".join(f"DROP TRIGGER archive_version_note ON {event.split()[-1]};\n" for event in EVENTS)


class Migration(migrations.Migration):
    dependencies = [("archive", "0054_harvest"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="ArchiveVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="VersionNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
    ]
