from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.intake import fixtures, wording
from archive.searching import freshness
from archive.searching.segmentation import han_words


class Command(BaseCommand):
    help = "Load what comes with the archive: treaties, cited documents, subjects, A/RES/65/72. Twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        with freshness.together(write=freshness.backend().exists()):  # ``prepare`` builds the first index afterwards
            loaded = fixtures.load()
            wording.update(han_words)
        for report in loaded.refused:
            self.stderr.write(f"{report.source}: {report.refused}")
        if loaded.refused:
            raise CommandError("Some of what comes with the archive could not be read.")
        self.stdout.write(
            f"New: {loaded.documents} documents, {loaded.subjects} subjects, {loaded.resolutions} resolutions."
        )
