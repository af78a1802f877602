"""The door for the web server."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dondoc.config.settings")
application = get_wsgi_application()
# Every page is loaded before the first is asked for: two first requests at once would load the same modules in two
# threads, and one of them find a module half made.
get_resolver().url_patterns  # noqa: B018 -- reading it loads them
