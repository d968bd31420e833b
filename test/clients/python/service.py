"""One service with boto3: python service.py ENDPOINT SERVICE. The service's own steps are in SERVICE/main.py."""

import importlib
import sys

from steps import run

run(importlib.import_module(f"{sys.argv[2]}.main").steps)
