"""The archive's settings, with what differs in tests."""

import os

from archive.management.commands.compile_translations import compile_changed
from archive.settings import *  # noqa: F403
from archive.settings import DATABASES, HAYSTACK_CONNECTIONS, LOCALE_PATHS, STORAGES, VAR_DIR

# Here and not in conftest.py: pytest-django starts Django before that, and Django looks for the .mo only once.
list(compile_changed(LOCALE_PATHS))

# Plain names: the hashed ones need a collectstatic first. tests/test_security.py looks at the production storage.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Each worker of pytest-xdist has an index of its own, as it has a database of its own.
HAYSTACK_CONNECTIONS["default"]["PATH"] = str(VAR_DIR / "tests" / os.environ.get("PYTEST_XDIST_WORKER", "main"))
# A live server's threads would keep theirs, and a database with connections cannot be dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0
# What tests write need not outlive a power cut.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
# Playwright runs an event loop in the thread of the test, and Django would take that for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
