"""A large file of votes waits in the queue while it is accepted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0052_refused_scans")]

    operations = [
        migrations.AlterField(
            "voteproposal",
            "state",
            models.CharField(
                choices=[
                    ("open", "To be looked at"),
                    ("queued", "Being accepted"),
                    ("accepted", "Accepted"),
                    ("aside", "Put aside"),
                ],
                db_index=True,
                default="open",
                max_length=8,
                verbose_name="state",
            ),
        ),
    ]
