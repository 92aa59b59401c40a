"""How long the report of the whole library takes, and how large it is; beside the time of importing what it is made with.

Run: python -m tests.benchmarks.report
"""

import subprocess
import sys
import time

from tests.verify import whole
from verify.report import html, pdf
from verify.report.model import build


def main() -> None:
    """Print seconds, sizes and the ratio to the time in which Python imports SymPy, NumPy and Matplotlib."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import sympy, numpy, matplotlib.figure"], check=True)
    peer = time.perf_counter() - start
    results = list(whole.results())
    for name, draw in (("HTML", lambda: html.render(build(results, {})).encode()), ("PDF", lambda: pdf.render(build(results, {})))):
        start = time.perf_counter()
        page = draw()
        seconds = time.perf_counter() - start
        print(f"{name:<5} {seconds:6.2f} s   {len(page)/1e6:5.2f} MB   {seconds/peer:5.1f} times the imports ({peer:.2f} s)")


if __name__ == "__main__":
    main()
