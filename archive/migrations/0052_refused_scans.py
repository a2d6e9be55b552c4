"""The message of a scan that was refused has another code, since scans can be recognised."""

from typing import Any

from django.db import migrations

_OLD, _NEW = "pdf.scan", "scan.not_installed"


def rename(apps: Any, schema_editor: Any) -> None:
    apps.get_model("archive", "Submission").objects.filter(reason_code=_OLD).update(reason_code=_NEW)
    apps.get_model("archive", "HistoryEntry").objects.filter(detail=_OLD).update(detail=_NEW)


class Migration(migrations.Migration):
    dependencies = [("archive", "0051_scans")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
