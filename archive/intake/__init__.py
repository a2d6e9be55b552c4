"""Intake: Drafts and their citations into the database, with where they came from.

sources ──(reading + citing, in other processes)──> Intake.store ──> models
"""

from archive.intake.batch import Report, import_paths
from archive.intake.store import Intake, Stored

__all__ = ["Intake", "Report", "Stored", "import_paths"]
