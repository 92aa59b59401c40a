"""Re-check certificate files with nothing installed: ``python -m proofs.kernel FILE.json ...``

Prints one line a fact; exit 0 if every file holds, 1 if the kernel refuses one, 2 if a file cannot be read.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from proofs.kernel.checker import Verified, check_theorem
from proofs.kernel.interpretation import check_instance, check_model, refute
from proofs.kernel.syntax import Reject

USAGE = "usage: python -m proofs.kernel FILE.json ...   (give every file that the others cite)"


def citations(part: Any) -> set[str]:
    """The theorems that a proof cites."""
    if isinstance(part, dict):
        own = {str(part.get("theorem"))} if part.get("rule") == "cite" else set()
        return own.union(*(citations(v) for v in part.values()))
    return set().union(*(citations(v) for v in part)) if isinstance(part, list) else set()


def in_order(files: dict[str, Any]) -> list[str]:
    """Names of theorems, each after those that it cites; a circle is refused."""
    order: list[str] = []
    pending = set(files)
    while pending:
        ready = sorted(name for name in pending if not citations(files[name].get("proof")) & pending)
        if not ready:
            raise Reject("cite", f"a circle of citations among {', '.join(sorted(pending))}")
        order += ready
        pending -= set(ready)
    return order


def check_file(data: dict[str, Any], library: dict[str, Verified]) -> list[str]:
    """What a file establishes, one line each; raises `Reject`."""
    library[data["theorem"]] = verified = check_theorem(data, library)
    verdict = "ASSUMED " if verified.gaps else "PROVED  "
    lines = [f"{verdict} {data['theorem']}: {name}" for name in verified.facts]
    lines += [f"GAP      {data['theorem']} rests on {gap}" for gap in sorted(verified.gaps)]
    if not all(name.isprintable() for part in ("refutations", "inferences", "instances") for name in data.get(part, {})):
        raise Reject("shape", "a name with a line break in it")
    for name, entry in data.get("refutations", {}).items():
        refute(data, entry["claim"], entry["model"])
        lines.append(f"REFUTED  {data['theorem']}: {name}")
    for name, entry in data.get("inferences", {}).items():
        refute(entry["statement"], entry["claim"], entry["model"])
        lines.append(f"REFUTED  {data['theorem']}: {name} from what is cited for it")
    for name, entry in data.get("instances", {}).items():
        check_instance(data, entry["claim"], entry["model"])
        lines.append(f"INSTANCE {data['theorem']}: {name}")
    if "example" in data:
        check_model(data, data["example"])
        lines.append(f"MODEL    {data['theorem']}: the hypotheses can hold")
    return lines


def main(paths: list[str]) -> int:
    if not paths or paths[0] in ("-h", "--help"):
        print(USAGE, file=sys.stderr)
        return 0 if paths else 2
    files = {}
    for path in paths:
        try:
            data = json.loads(Path(path).read_text())
            if data["theorem"] in files:
                print(f"{path}: the theorem {data['theorem']} is in another file as well", file=sys.stderr)
                return 2
            files[str(data["theorem"])] = data
        except (OSError, ValueError, KeyError, TypeError) as fault:
            print(f"{path} is no certificate: {fault}", file=sys.stderr)
            return 2
    library: dict[str, Verified] = {}
    try:
        for name in in_order(files):
            print("\n".join(check_file(files[name], library)))
    except (KeyError, TypeError, AttributeError) as fault:
        print(f"REJECTED shape: malformed file ({type(fault).__name__}: {fault})", file=sys.stderr)
        return 1
    except Reject as fault:
        print(f"REJECTED {fault}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
