"""The kind of each text, and its place among the texts of its kind. So far all texts are of the General Assembly."""

from django.db import migrations, models

# The order of a session was -1 where it is not known.
FILL = """
UPDATE archive_resolution
SET kind = CASE WHEN document.key LIKE 'A/DEC/%' THEN 'ga_decision' ELSE 'ga_resolution' END,
    adopted_order = GREATEST(0, session_order)
FROM archive_document AS document
WHERE document.id = archive_resolution.document_id
"""


class Migration(migrations.Migration):
    dependencies = [("archive", "0049_names_in_votes")]

    operations = [
        migrations.AddField(
            "resolution",
            "kind",
            models.CharField(
                choices=[
                    ("ga_resolution", "General Assembly resolution"),
                    ("ga_decision", "General Assembly decision"),
                    ("sc_resolution", "Security Council resolution"),
                    ("ecosoc_resolution", "Economic and Social Council resolution"),
                    ("hrc_resolution", "Human Rights Council resolution"),
                    ("resolution", "Resolution of another body"),
                    ("treaty", "Treaty"),
                    ("instrument", "Instrument"),
                    ("report", "Report"),
                    ("official_record", "Official record"),
                    ("meeting_record", "Meeting record"),
                    ("draft_resolution", "Draft resolution"),
                    ("conference_document", "Conference document"),
                    ("infcirc", "IAEA information circular"),
                    ("document", "Document"),
                ],
                default="ga_resolution",
                editable=False,
                max_length=24,
                verbose_name="kind",
            ),
        ),
        migrations.AddField("resolution", "adopted_order", models.IntegerField(default=0, editable=False)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            "resolution",
            models.Index(fields=["kind", "adopted_order", "number", "part"], name="resolution_in_order"),
        ),
    ]
