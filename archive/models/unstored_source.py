"""Files that an import has read and not stored, so that the next import need not read them again."""

from __future__ import annotations

from typing import Any

from django.db import models


class UnstoredSource(models.Model):
    """One file, identified by the SHA-256 of its bytes.

    ``reading`` is the digest of the code that has read the file. Another version of the code may read it differently.
    ``left_out`` has a list (symbol, language, on disarmament) for each text that the import did not want. ``same`` has
    a pair (symbol, language) for each text whose words the archive had already. ``reason_code`` and ``reason_values``
    are the message of a refusal, or empty.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    reading = models.CharField(max_length=64)
    left_out: Any = models.JSONField(default=list)
    same: Any = models.JSONField(default=list)
    reason_code = models.CharField(max_length=64, blank=True)
    reason_values: Any = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.sha256
