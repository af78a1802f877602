"""What the web server loads before it answers."""

import subprocess
import sys

from django.conf import settings

LOADED = "import sys, dondoc.config.wsgi; print([f'dondoc.{n}.views' in sys.modules for n in ('plans', 'reports')])"


def test_every_page_is_loaded_before_the_first_is_asked_for():
    ask = [sys.executable, "-c", LOADED]
    told = subprocess.run(ask, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[True, True]"
