"""The settings of the tests: those of the archive, with a few changes."""

import os
from pathlib import Path

from archive.management.commands.compile_translations import compile_changed
from archive.settings import *  # noqa: F403
from archive.settings import DATABASES, ENGINE_CLASSES, HAYSTACK_CONNECTIONS, LOCALE_PATHS, STORAGES, VAR_DIR

# Not in conftest.py: pytest-django sets Django up before that, and Django looks for .mo files only once.
list(compile_changed(LOCALE_PATHS))

# Plain file names: hashed ones need a collectstatic first. tests/test_security.py tests the production storage.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Each worker of pytest-xdist has its own index and its own database.
HAYSTACK_CONNECTIONS["default"]["PATH"] = str(VAR_DIR / "tests" / os.environ.get("PYTEST_XDIST_WORKER", "main"))
HAYSTACK_CONNECTIONS["default"]["ENGINE"] = ENGINE_CLASSES[os.environ.get("SEARCH_ENGINE") or "tantivy"]
# Threads of a live server would keep connections, and a database with connections cannot be dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0
# Tests need no durable writes.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
# Playwright runs an event loop in the thread of the test, and Django would refuse queries there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# Versions of the data that the archive beside the tests has made are not theirs.
DATA_DIR = Path(os.environ.get("ARCHIVE_DATA") or VAR_DIR / "tests" / "data")
TYPESET_DIR = VAR_DIR / "tests" / "typeset"
