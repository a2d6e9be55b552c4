"""The WSGI application: for ``manage.py serve``, or for another WSGI server (``archive.wsgi:application``)."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from archive.database import limit_to_pages

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

application = get_wsgi_application()
limit_to_pages(settings.DATABASES["default"])
