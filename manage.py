#!/usr/bin/env python
"""Django's command line."""

import gc
import os
import sys

from gis_core.files.process import start_ahead

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_core.settings")
    if sys.argv[1:2] == ["import_layer"]:
        start_ahead()  # its imports take as long as Django's: they go on side by side
        gc.disable()  # what is imported stays; looking for garbage in it is a tenth of the start
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
