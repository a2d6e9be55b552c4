import sys
from typing import Any

from django.core.management.base import BaseCommand

from archive.monitoring import health, installation


class Command(BaseCommand):
    help = "Say what is wrong with this installation, and what to do. The exit status is 1 if anything is."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        found = {name: [problem] if problem else [] for name, problem in health.problems().items()}
        found |= {name: check() for name, check in installation.CHECKS.items()}
        for name, problems in found.items():
            self.stdout.write(f"{name}: {' '.join(problems) or 'good'}")
        if any(found.values()):
            sys.exit(1)
