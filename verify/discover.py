"""Find the theorems: every module-level `Theorem` of every lemma file, in the order of the folder and of the file.

There is no registry: a new lemma is a new file in ``proofs/library/<topic>/``, or any file named on the command line.
"""

from __future__ import annotations

import ast
import difflib
import importlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from verify.blame import blame, line_of, shown
from verify.errors import Trouble
from verify.loading import Loading

if TYPE_CHECKING:
    from proofs.theorem import Theorem

PACKAGE = Path(__file__).resolve().parent.parent
LIBRARY = PACKAGE / "proofs" / "library"
MAX_DEPTH = 100  # levels of nesting of a statement: every reader walks the tree by recursion


@dataclass(frozen=True)
class Found:
    """A theorem and the lemma file that states it."""

    theorem: Theorem
    path: Path

    @property
    def name(self) -> str:
        return str(self.theorem.name)

    @property
    def certificate(self) -> Path:
        """Where the certificate lies: with the library's, or in a folder beside a file of one's own."""
        from proofs.certificate import FOLDER, path_of
        mine = self.path.resolve()
        return path_of(self.theorem, FOLDER if LIBRARY in mine.parents else mine.parent / "certificates")

    @property
    def ids(self) -> tuple[str, ...]:
        """The printed claims that its lines answer."""
        return tuple(dict.fromkeys(i for o in self.theorem.obligations() for i in o.ids))


def library() -> list[Found]:
    """The theorems of the library. Raises `Trouble` when a lemma file cannot be read."""
    paths = sorted(p for p in LIBRARY.rglob("*.py") if not p.name.startswith("_"))
    return _whole([found for path in paths for found in _theorems(path)])


def beside(known: list[Found], files: Iterable[Path], faults: dict[Path, Trouble] | None = None) -> list[Found]:
    """The known theorems, those of the given files, and those of the files that these import from their folders.

    A file that cannot be read raises `Trouble`; with ``faults`` it is noted there, and the others are read all the same.
    """
    every = list(known)
    with Loading() as loading:
        for path in files:
            try:
                mine = from_file(path, loading)
                for other, module in loading.imported():  # first: a theorem belongs to the file that states it
                    every = _whole([*every, *_new(_distinct(module, other), every)], every)
                every = _whole([*every, *_new(mine, every)], every)
            except Trouble as fault:
                if faults is None:
                    raise
                faults[path] = fault
    return every


def joined(known: list[Found], theorem: Theorem, path: Path) -> list[Found]:
    """The known theorems, one that no file states, and those that hold instead of it; it is said to stand in ``path``."""
    return _whole([*known, Found(theorem, path)], known)


def _new(found: list[Found], known: list[Found]) -> list[Found]:
    return [f for f in found if not any(f.theorem is k.theorem for k in known) and not _listed(f.path, known)]


def from_file(path: Path, loading: Loading | None = None) -> list[Found]:
    """The theorems of one file. Raises `Trouble` when there is no such file, or none in it."""
    if not path.is_file():
        raise Trouble(f"{path}: there is no such file.")
    found = _theorems(path, loading)
    if not found:
        raise Trouble(f"{shown(path)}: no theorem stands there; bind a Theorem(...) to a name on the outer level of the file.")
    return found


def select(wanted: Iterable[str], known: list[Found]) -> list[Found]:
    """The theorems that the words name: a theorem's name, an obligation's, a claim id, or a file.

    Raises `Trouble` for a word that names nothing, with the nearest names.
    """
    chosen: list[Found] = []
    for word in wanted:
        matches = [f for f in known if _matches(word, f)]
        if not matches:
            raise Trouble(_unknown(word, known))
        chosen += [f for f in matches if f not in chosen]
    return chosen


def _matches(word: str, found: Found) -> bool:
    if word.endswith(".py"):
        return found.path.resolve() == Path(word).resolve()
    return word == found.name or word in found.ids or any(word == o.name for o in found.theorem.obligations())


def _unknown(word: str, known: list[Found]) -> str:
    from verify.claims import load
    claim = load().get(word)
    if claim:
        return (f"{word}: this claim ({claim.where}: {claim.printed}) is not encoded yet; "
                "`python -m verify coverage` lists those that are.")
    near = difflib.get_close_matches(word, [n for f in known for n in (f.name, *f.ids)], n=3, cutoff=0.4)
    hint = f"did you mean {' or '.join(near)}?" if near else "`python -m verify list` shows every name."
    return f"{word}: no theorem, claim or file has this name; {hint}"


def _listed(path: Path, known: list[Found]) -> bool:
    return any(f.path.resolve() == path.resolve() for f in known)


def _whole(stated: list[Found], checked: list[Found] | None = None) -> list[Found]:
    """The stated theorems, each followed by those that hold instead and are stated nowhere; all checked, names unique."""
    known, sound = {id(f.theorem) for f in stated}, {id(f.theorem) for f in checked or ()}
    names: dict[str, Found] = {}
    every = [Found(t, f.path) for f in stated for t in _with_repairs(f.theorem) if t is f.theorem or id(t) not in known]
    for f in every:
        other = names.setdefault(f.name, f)
        if other.theorem is not f.theorem:
            raise Trouble(f"{shown(f.path)}, line {line_of(f.path, f.name)}: the name {f.name} is taken by "
                          f"{shown(other.path)}; theorem names are unique.")
        if id(f.theorem) not in sound:
            _check(f)
    return list(names.values())


def _theorems(path: Path, loading: Loading | None = None) -> list[Found]:
    return _distinct(_load(path, loading), path)


def _distinct(module: ModuleType, path: Path) -> list[Found]:
    return list({id(t): Found(t, path) for t in _stated(module, path)}.values())


def _load(path: Path, loading: Loading | None) -> ModuleType:
    """Import a lemma file: as a module of the package where it is one, by its path otherwise."""
    try:
        if path.resolve().is_relative_to(PACKAGE / "proofs"):
            return importlib.import_module(".".join(path.resolve().relative_to(PACKAGE).with_suffix("").parts))
        if loading is not None:
            return loading.load(path)
        with Loading() as alone:
            return alone.load(path)
    except (Exception, SystemExit) as fault:
        raise blame(path, fault) from None


def _stated(module: ModuleType, path: Path) -> Iterator[Theorem]:
    """The theorems bound in the module itself; what it imports from another lemma file belongs to that file."""
    from proofs.theorem import Theorem
    imported = _imported_names(path)
    for name, value in list(vars(module).items()):
        if name in imported:
            continue
        for item in value if isinstance(value, (list, tuple)) else (value,):
            if isinstance(item, Theorem):
                yield item


def _with_repairs(theorem: Theorem) -> Iterator[Theorem]:
    """A theorem and those that hold instead of it or of a line of its chain."""
    yield theorem
    for mended in (theorem.repaired, *(line.repaired_by for line in theorem.chain)):
        if mended is not None:
            yield from _with_repairs(mended)


def _imported_names(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {a.asname or a.name for node in tree.body if isinstance(node, (ast.ImportFrom, ast.Import)) for a in node.names}


def _check(found: Found) -> None:
    """Refuse a hypothesis without meaning; a *claim* without meaning is a verdict, not a mistake."""
    from proofs.language import IllTyped
    from proofs.theorem import Theorem
    theorem, path = found.theorem, found.path
    for key, formula in theorem.hypotheses.items():
        _refuse_foreign(formula, path, theorem.name, key)
    for o in theorem.obligations():
        _refuse_foreign(o.statement, path, theorem.name, "")
        _refuse_two_meanings(o, path)
    for key, formula in theorem.hypotheses.items():
        try:
            Theorem(theorem.name, theorem.title, theorem.source, {key: formula}).check_sorts()
        except IllTyped as fault:
            raise Trouble(f"{shown(path)}, line {line_of(path, theorem.name, key)}: {str(fault).rstrip('.')}.") from None


def _refuse_two_meanings(o: Any, path: Path) -> None:
    """Refuse a name that is declared twice, with two sorts or signs."""
    from proofs.language import IllTyped
    from proofs.reader import declarations
    try:
        declarations(*o.theorem.hypotheses.values(), o.statement)
    except IllTyped as fault:
        raise Trouble(f"{shown(path)}, line {line_of(path, o.theorem.name)}: lemma {o.theorem.name}: {fault}; "
                      "give each letter a name of its own.") from None


def _refuse_foreign(tree: Any, path: Path, name: str, key: str) -> None:
    """Refuse what no part of the language made (a plain SymPy symbol, a truth value), and what is too deep to be read."""
    stranger, depth = _foreign(tree)
    if stranger is None and depth <= MAX_DEPTH:
        return
    place = f"{shown(path)}, line {line_of(path, name, key)}: lemma {name}, {f'hypothesis {key}' if key else 'a statement'}"
    if stranger is not None:
        raise Trouble(f"{place}: {stranger} is no part of the statement language; build statements from proofs.language only.")
    raise Trouble(f"{place}: it nests more than {MAX_DEPTH} deep; name its inner parts: letters, with equations among the "
                  "hypotheses.")


def _foreign(tree: Any) -> tuple[Any, int]:
    """A part that is not of the language, or None; and the levels of nesting."""
    from sympy import Basic, Rational
    from sympy.core.containers import Tuple
    from sympy.core.symbol import Str

    from proofs.language import Formula, Term
    level, depth = [tree], 0
    while level and depth <= MAX_DEPTH:
        depth += 1
        stranger = next((a for a in level if not isinstance(a, (Term, Formula, Rational, Tuple, Str))), None)
        if stranger is not None:
            return stranger, depth
        level = list({id(a): a for t in level if isinstance(t, Basic) for a in t.args}.values())  # a part may occur often
    return None, depth
