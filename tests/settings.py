"""The product's settings with what tests need. DONDOC_TEST_DATABASE=sqlite|postgres selects the database."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tools import pg

RUN_DIR = "DONDOC_TEST_DIR"  # one folder a run, handed from the first process to the workers of xdist
if RUN_DIR not in os.environ:
    os.environ[RUN_DIR] = tempfile.mkdtemp(prefix="dondoc-test-")
    atexit.register(shutil.rmtree, os.environ[RUN_DIR], ignore_errors=True)

# The developer's own surroundings must not reach into the tests.
for name in [name for name in os.environ if name.startswith("DONDOC_") and not name.startswith("DONDOC_TEST_")]:
    del os.environ[name]
os.environ["DONDOC_DATA_DIR"] = os.environ[RUN_DIR]
os.environ["DONDOC_SECRET_KEY"] = "only-for-tests-" + "x" * 40

from dondoc.config.settings import *  # noqa: E402, F403 -- after the environment is set
from dondoc.config.settings import DATABASES, STORAGES  # noqa: E402

DATABASE = os.environ.get("DONDOC_TEST_DATABASE", "sqlite")
if DATABASE == "postgres":
    DATABASES["default"] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "dondoc",
        "USER": pg.USER,
        "HOST": pg.socket_dir(),
        "PORT": pg.PORT,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 4}, "prepare_threshold": 10**9},
    }
elif DATABASE == "sqlite":
    # A file, not memory: WAL and IMMEDIATE exist only there. pytest-django adds the worker's name.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(os.environ[RUN_DIR]) / "test.sqlite3")}
else:
    raise SystemExit(f"DONDOC_TEST_DATABASE={DATABASE}: chỉ nhận sqlite hoặc postgres")

# Hashed file names need collectstatic first; tests read templates, not caches.
(Path(os.environ[RUN_DIR]) / "static").mkdir(exist_ok=True)  # STATIC_ROOT; whitenoise warns when it is not there
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # slow hashing is tested by its own test
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# Test data comes without its events, by which remembered pages know that something changed.
CACHES = {**CACHES, "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}  # noqa: F405
