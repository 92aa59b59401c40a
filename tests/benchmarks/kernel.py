"""How long the kernel takes to re-check every certificate, beside ``import sympy``, in one run.

Run: python -m tests.benchmarks.kernel. Prints medians of whole processes, and their ratio.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CERTIFICATES = sorted(str(p) for p in (ROOT/"proofs"/"certificates").glob("*.json"))
RUNS = 7


def seconds(command: list[str]) -> float:
    """Median wall-clock time of a command, in seconds; the first run, which may compile byte code, is dropped."""
    times = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def main() -> None:
    kernel = seconds([sys.executable, "-m", "proofs.kernel", *CERTIFICATES])
    peer = seconds([sys.executable, "-c", "import sympy"])
    print(f"kernel, {len(CERTIFICATES)} certificate files: {kernel:.3f} s; import sympy: {peer:.3f} s; ratio {kernel/peer:.2f}")


if __name__ == "__main__":
    main()
