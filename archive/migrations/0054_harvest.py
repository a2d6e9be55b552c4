"""The items of harvests, and the triggers that stamp them (archive/models/harvest.py says how)."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

# (Table, events, columns that a record shows, symbol of the text, join, condition). ``r`` is a changed row of the table.
# Clauses, footnotes and their marks never change without a new revision.
_BY_DOCUMENT = "JOIN archive_document d ON d.id = r.{}"
_BY_TEXT = "JOIN archive_text t ON t.id = {}.text_id JOIN archive_document d ON d.id = t.resolution_id"
WATCHED = (
    (
        "archive_document",
        ("UPDATE",),  # a new document has no text yet, and a text is deleted before its document
        "id, key, kind, title_zh, title_en, date, outcome, yes, no, abstain, url",
        "r.key",
        "JOIN archive_resolution x ON x.document_id = r.id",
        "true",
    ),
    (
        "archive_document",  # a treaty: the texts that cite it show its title
        ("UPDATE",),
        "id, key, title_zh, title_en",
        "d.key",
        "JOIN archive_citation c ON c.target_id = r.id JOIN archive_revision v ON v.id = c.revision_id "
        + _BY_TEXT.format("v"),
        "v.current AND (r.key LIKE 'treaty:%' OR r.key LIKE 'title:%')",
    ),
    (
        "archive_resolution",
        ("INSERT", "UPDATE", "DELETE"),
        "document_id, kind, session, committee, meeting, meeting_record, proposal, agenda_items, agenda_titles,"
        " draft_symbol, committee_report, committee_report_paragraph, sponsors, additional_sponsors, voters,"
        " published_on, withdrawn_at",
        "d.key",
        _BY_DOCUMENT.format("document_id"),
        "true",
    ),
    (
        "archive_resolution_subjects",
        ("INSERT", "DELETE"),
        "resolution_id, subject_id",
        "d.key",
        _BY_DOCUMENT.format("resolution_id"),
        "true",
    ),
    (
        "archive_subject",
        ("UPDATE",),
        "id, dictionary, name_en, name_zh",
        "d.key",
        "JOIN archive_resolution_subjects s ON s.subject_id = r.id JOIN archive_document d ON d.id = s.resolution_id",
        "true",
    ),
    (
        "archive_text",
        ("INSERT", "UPDATE", "DELETE"),
        "resolution_id, language, leading",
        "d.key",
        _BY_DOCUMENT.format("resolution_id"),
        "true",
    ),
    (
        "archive_revision",
        ("INSERT", "UPDATE", "DELETE"),
        "text_id, number, current, title, title_marks, formula, end, recognised, proofed_by_id",
        "d.key",
        _BY_TEXT.format("r"),
        "r.current",
    ),
    (
        "archive_citation",
        ("INSERT", "UPDATE", "DELETE"),
        "revision_id, clause_id, footnote_id, via_id, position, exact, start, end, key, target_id, pinpoint, status,"
        " origin, candidates",
        "d.key",
        "JOIN archive_revision v ON v.id = r.revision_id " + _BY_TEXT.format("v"),
        "v.current",
    ),
)

FUNCTIONS = """
CREATE FUNCTION archive_harvest_changed() RETURNS trigger LANGUAGE plpgsql AS $$
-- Notes the symbols of the rows that a statement changed. The arguments are the columns, symbol, join and condition.
DECLARE
    rows text := CASE TG_OP
        WHEN 'INSERT' THEN format('SELECT %1$s FROM new_rows', TG_ARGV[0])
        WHEN 'DELETE' THEN format('SELECT %1$s FROM old_rows', TG_ARGV[0])
        ELSE format('(SELECT %1$s FROM new_rows EXCEPT SELECT %1$s FROM old_rows)'
            ' UNION ALL (SELECT %1$s FROM old_rows EXCEPT SELECT %1$s FROM new_rows)', TG_ARGV[0]) END;
BEGIN
    EXECUTE format(
        'INSERT INTO archive_harvestchange (symbols)'
        ' SELECT array_agg(DISTINCT %s) FROM (%s) r %s WHERE %s HAVING count(*) > 0',
        TG_ARGV[1], rows, TG_ARGV[2], TG_ARGV[3]);
    RETURN NULL;
END $$;

CREATE FUNCTION archive_harvest_series_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO archive_harvestchange (symbols)
        SELECT NULL WHERE NOT EXISTS (SELECT FROM archive_harvestchange c WHERE c.symbols IS NULL);
    RETURN NULL;
END $$;

CREATE FUNCTION archive_harvest_series() RETURNS TABLE (symbol text, name text) LANGUAGE sql STABLE AS $$
-- The set of each entry of a series. It has the symbol of the earliest entry: a rebuild changes all primary keys.
    SELECT e.symbol::text, 'series-' || translate(
        first_value(e.symbol) OVER (PARTITION BY e.series_id ORDER BY e.session_order, e.symbol), '/', '_')
    FROM archive_seriesentry e WHERE e.symbol IS NOT NULL
$$;

CREATE FUNCTION archive_harvest_state(changed text[])
RETURNS TABLE (symbol text, withdrawn boolean, sets text[]) LANGUAGE sql STABLE AS $$
    SELECT d.key::text, r.withdrawn_at IS NOT NULL, array_remove(
        ARRAY[
            'body-' || r.kind,
            'session-' || nullif(r.session, ''),
            'committee-' || nullif(replace(r.committee, ' ', '_'), ''),
            s.name
        ] || ARRAY(
            SELECT 'subject-' || u.subject_id FROM archive_resolution_subjects u
            WHERE u.resolution_id = r.document_id ORDER BY u.subject_id
        ), NULL)
    FROM archive_document d JOIN archive_resolution r ON r.document_id = d.id
        LEFT JOIN archive_harvest_series() s ON s.symbol = d.key
    WHERE d.key = ANY(changed)
$$;

CREATE FUNCTION archive_harvest_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
-- Stamps what the transaction has changed, once, when it commits. A text that is withdrawn keeps the sets that
-- harvesters know, and what changes in it meanwhile is no change for them.
DECLARE
    changed text[];
    of_series boolean;
BEGIN
    WITH notes AS (DELETE FROM archive_harvestchange RETURNING symbols)
    SELECT array_agg(DISTINCT each.symbol), bool_or(notes.symbols IS NULL) INTO changed, of_series
    FROM notes LEFT JOIN LATERAL unnest(notes.symbols) AS each(symbol) ON true;
    IF of_series IS NULL THEN
        RETURN NULL;  -- the trigger of an earlier note has stamped all
    END IF;
    PERFORM pg_advisory_xact_lock_shared(4106202);
    IF of_series THEN
        changed := changed || ARRAY(
            SELECT i.symbol::text FROM archive_harvestitem i LEFT JOIN archive_harvest_series() s ON s.symbol = i.symbol
            WHERE NOT i.deleted
                AND (SELECT one FROM unnest(i.sets) AS one WHERE one LIKE 'series-%') IS DISTINCT FROM s.name);
    END IF;
    INSERT INTO archive_harvestitem AS i (symbol, changed_at, deleted, sets)
        SELECT s.symbol, date_trunc('second', clock_timestamp()), s.withdrawn, s.sets
        FROM archive_harvest_state(changed) s ORDER BY s.symbol
    ON CONFLICT (symbol) DO UPDATE SET
        changed_at = excluded.changed_at,
        deleted = excluded.deleted,
        sets = CASE WHEN excluded.deleted THEN i.sets ELSE excluded.sets END
    WHERE NOT (i.deleted AND excluded.deleted);
    UPDATE archive_harvestitem i SET deleted = true, changed_at = date_trunc('second', clock_timestamp())
    WHERE i.symbol = ANY(changed) AND NOT i.deleted AND NOT EXISTS (
        SELECT FROM archive_document d JOIN archive_resolution r ON r.document_id = d.id WHERE d.key = i.symbol);
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER archive_harvest_stamp AFTER INSERT ON archive_harvestchange
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION archive_harvest_stamp();
"""
ITEMS = """
INSERT INTO archive_harvestitem (symbol, changed_at, deleted, sets)
    SELECT s.symbol, date_trunc('second', clock_timestamp()), s.withdrawn, s.sets
    FROM archive_harvest_state(ARRAY(SELECT key::text FROM archive_document)) s
"""
_ROWS = {
    "INSERT": "NEW TABLE AS new_rows",
    "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "OLD TABLE AS old_rows",
}


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _quoted(columns: str) -> str:
    return ", ".join(f'"{column}"' for column in columns.split(", "))


# (name, table, event, what it calls)
TRIGGERS = [
    (
        f"archive_harvest_{event.lower()}_{place}",
        table,
        event,
        f"REFERENCING {_ROWS[event]} FOR EACH STATEMENT"
        f" EXECUTE FUNCTION archive_harvest_changed({', '.join(map(_literal, (_quoted(columns), *joined)))})",
    )
    for place, (table, events, columns, *joined) in enumerate(WATCHED)
    for event in events
] + [
    (
        f"archive_harvest_{event.lower()}",
        "archive_seriesentry",
        event,
        "FOR EACH STATEMENT EXECUTE FUNCTION archive_harvest_series_changed()",
    )
    for event in _ROWS
]
CREATE_TRIGGERS = "".join(
    f"CREATE TRIGGER {name} AFTER {event} ON {table} {call};\n" for name, table, event, call in TRIGGERS
)
DROP_TRIGGERS = (
    "".join(f"DROP TRIGGER {name} ON {table};\n" for name, table, _event, _call in TRIGGERS)
    + """
DROP FUNCTION archive_harvest_changed();
DROP FUNCTION archive_harvest_series_changed();
"""
)
NO_FUNCTIONS = """
DROP TRIGGER archive_harvest_stamp ON archive_harvestchange;
DROP FUNCTION archive_harvest_stamp();
DROP FUNCTION archive_harvest_state(text[]);
DROP FUNCTION archive_harvest_series();
"""


class Migration(migrations.Migration):
    dependencies = [("archive", "0053_queued_votes")]

    operations = [
        migrations.CreateModel(
            name="HarvestChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "symbols",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(), null=True, size=None),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="HarvestItem",
            fields=[
                ("symbol", models.CharField(max_length=400, primary_key=True, serialize=False)),
                ("changed_at", models.DateTimeField()),
                ("deleted", models.BooleanField(default=False)),
                (
                    "sets",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(), default=list, size=None),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["changed_at", "symbol"], name="harvest_in_order"),
                    django.contrib.postgres.indexes.GinIndex(fields=["sets"], name="harvest_sets"),
                ],
            },
        ),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(ITEMS, migrations.RunSQL.noop),
        migrations.RunSQL(CREATE_TRIGGERS, DROP_TRIGGERS),
    ]
