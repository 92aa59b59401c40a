"""Folders of one's own: which files state lemmas, and reading them so that one mistake stays one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from verify.blame import shown
from verify.discover import Found
from verify.errors import Trouble
from verify.verdict import TheoremResult

LEMMAS = "lemma_*.py"


def lemma_files(folder: Path) -> list[Path]:
    """The lemma files of a folder and of those in it, hidden ones left out. Raises `Trouble` when there is none."""
    found = [p for p in sorted(folder.rglob(LEMMAS)) if not _hidden(p.relative_to(folder))]
    if not found:
        raise Trouble(f"{folder}: no lemma file is there; a lemma file is named {LEMMAS.replace('*', 'NAME')}, and "
                      f"`python -m verify new NAME --folder {folder}` begins one.")
    return found


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") or part == "__pycache__" for part in path.parts)


def expand(words: Iterable[str], is_name: Callable[[str], bool]) -> list[str]:
    """The words, each folder replaced by its lemma files. A folder ``x`` gives way to a theorem ``x``: write ``x/``."""
    found: list[str] = []
    for word in words:
        plain = word.isidentifier() and is_name(word)
        found += [word] if plain or not Path(word).is_dir() else [str(p) for p in lemma_files(Path(word))]
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Picked:
    """What a person named: the theorems, all theorems that these may cite, and the files that could not be read."""

    chosen: list[Found]
    known: list[Found]
    unreadable: list[TheoremResult]


def pick(words: Iterable[str]) -> Picked:
    """The theorems that the words name: theorems, claims, files and folders.

    A file of a folder that cannot be read does not stand in the way of the others; one that is named itself raises `Trouble`.
    """
    from verify import discover
    library = discover.library()
    given = list(words)
    meant = expand(given, lambda word: any(f.name == word for f in library))
    files = [Path(word) for word in meant if word.endswith(".py")]
    if meant == given:
        known = discover.beside(library, files)
        return Picked(discover.select(meant, known), known, [])
    faults: dict[Path, Trouble] = {}
    known = discover.beside(library, files, faults)
    broken = [TheoremResult(str(path), path.name, str(path), shown(path), trouble=str(fault)) for path, fault in faults.items()]
    return Picked(discover.select([w for w in meant if Path(w) not in faults], known), known, broken)
