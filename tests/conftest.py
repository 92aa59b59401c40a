"""What all tests share."""

from __future__ import annotations

import sys
from pathlib import Path

pytest_plugins = ["pytester"]
collect_ignore_glob = ["benchmarks/*"]  # they hold no tests, and some need what only the extra "bench" installs

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:  # a checkout that is not installed
    sys.path.insert(0, str(ROOT))
