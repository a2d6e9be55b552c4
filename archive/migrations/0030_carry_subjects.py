"""Carries subjects along the series of an archive that was filled before. Later, each import does it."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from django.db import migrations


def carry(apps: Any, schema_editor: Any) -> None:
    """The rule as it was when this migration was written (archive/intake/inferred_subjects.py)."""
    resolutions = apps.get_model("archive", "Resolution").objects.filter(subjects__isnull=False)
    rows = list(resolutions.values_list("document__key", "subjects", "subjects__dictionary"))
    all_described = {symbol for symbol, _subject, _dictionary in rows}
    described: dict[str, set[int]] = defaultdict(set)
    for symbol, subject, dictionary in rows:
        if dictionary == "UNBIS":
            described[symbol].add(subject)
    series: dict[int, list[tuple[str, int]]] = defaultdict(list)
    entries = apps.get_model("archive", "SeriesEntry").objects
    for number, symbol, session in entries.values_list("series_id", "document_id", "session_order"):
        series[number].append((symbol, session))
    inferred = apps.get_model("archive", "InferredSubject")
    inferred.objects.bulk_create(
        (
            inferred(document_id=symbol, subject_id=subject, basis=basis)
            for members in series.values()
            for symbol, subject, basis in _carried(members, described)
            if symbol not in all_described
        ),
        ignore_conflicts=True,  # an import has already carried them
    )


def _carried(entries: list[tuple[str, int]], described: dict[str, set[int]]) -> list[tuple[str, int, str]]:
    known = [entry for entry in entries if entry[0] in described]
    times = Counter(subject for symbol, _session in known for subject in described[symbol])
    shared = [subject for subject, n in times.items() if 2 * n >= len(known)]
    having = {subject: [entry for entry in known if subject in described[entry[0]]] for subject in shared}
    return [
        (symbol, subject, min(having[subject], key=lambda entry: (abs(entry[1] - session), entry))[0])
        for symbol, session in entries
        if symbol not in described
        for subject in shared
    ]


class Migration(migrations.Migration):
    dependencies = [("archive", "0029_inferred_subjects")]

    operations = [migrations.RunPython(carry, migrations.RunPython.noop)]
