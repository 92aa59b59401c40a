"""A statement tree as JSON and back, so that a witness says by itself what it is a witness of.

A node is ``[head, argument, ...]``, a letter ``["Letter", name, sort, sign]``, a number ``"p/q"``, a list of letters or
conditions ``["Tuple", ...]``. Only heads of ``proofs.language`` are read back.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sympy import Basic, Rational
from sympy.core.containers import Tuple
from sympy.core.symbol import Str

from numerics.errors import UsageError
from proofs import language as lang
from proofs import words


def to_json(tree: Basic) -> Any:
    """The tree as nested lists of text."""
    if isinstance(tree, Rational):
        return f"{int(tree.p)}/{int(tree.q)}"
    if isinstance(tree, Str):
        return ["Str", tree.name]
    return [type(tree).__name__, *(a.name if isinstance(tree, lang.Letter) else to_json(a) for a in tree.args)]


_KNOWN: dict[Any, Basic] = {}


def shared(tree: Basic) -> Basic:
    """The same tree, made of parts of which there is one in this process: what is looked up by a tree need not be compared."""
    if isinstance(tree, lang.Letter) or not tree.args:
        return _KNOWN.setdefault(tree, tree)
    args = [shared(a) for a in tree.args]
    key = (type(tree), *map(id, args))
    if key not in _KNOWN:
        _KNOWN[key] = tree if all(a is b for a, b in zip(args, tree.args, strict=True)) else tree.func(*args)
    return _KNOWN[key]


def from_json(data: Any) -> Basic:
    """The tree again; raises `UsageError` for a head that the statement language does not have."""
    if isinstance(data, str):
        q = Fraction(data)
        return Rational(q.numerator, q.denominator)
    head, *args = data
    if head == "Str":
        return Str(args[0])
    if head == "Letter":
        return lang.Letter(*args)
    kind = Tuple if head == "Tuple" else getattr(lang, head, getattr(words, head, None))
    if not (isinstance(kind, type) and issubclass(kind, (Tuple, lang.Term, lang.Formula))):
        raise UsageError(f"the witness names {head!r}, which the statement language does not have")
    return kind(*(from_json(a) for a in args))
