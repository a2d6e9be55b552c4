from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0032_titles_given")]

    operations = [
        migrations.AddField(
            model_name="resolution",
            name="wrong_subjects",
            field=models.ManyToManyField(
                blank=True,
                help_text="A source gives them by mistake. They are not shown, and an import does not bring them back.",
                related_name="+",
                to="archive.subject",
                verbose_name="wrong subjects",
            ),
        ),
    ]
