#!/usr/bin/env python3
"""Django's command line for Đôn Đốc; `./don` is the friendlier door."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dondoc.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
