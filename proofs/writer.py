"""From terms of the kernel back to trees of the language, to show certificates and models to a reader. Not trusted."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sympy import Basic, Integer, Rational
from sympy.core.symbol import Str

from proofs import language as lang
from proofs.kernel.syntax import free_letters, open_binder

_HEADS = {"+": lang.Plus, "-": lang.Neg, "*": lang.Times, "dot": lang.Dot, "sq": lang.Sq, "norm": lang.Norm,
          "sqrt": lang.Sqrt, "log": lang.Log, "exp": lang.Exp, "<=": lang.Le, "<": lang.Lt, "==": lang.Eq}
_NAMED = {"val": lang.Value, "grad": lang.Gradient, "at": lang.At}
_BINDERS = {"sum": lang.Total, "int": lang.Integral}
_FRESH = "ijklmnst"


def write(t: Any, letters: dict[str, lang.Letter]) -> Basic:
    """The tree for a kernel term or formula; letters that are not declared are read as reals."""
    if isinstance(t, bool):
        raise TypeError(t)
    if isinstance(t, int):
        return Integer(t)
    if isinstance(t, Fraction):
        return Rational(t.numerator, t.denominator)
    if isinstance(t, str):
        return letters.get(t, lang.Letter(t))
    head, args = t[0], t[1:]
    if head == "/":
        if isinstance(args[0], int) and isinstance(args[1], int):
            return Rational(args[0], args[1])
        return lang.Over(write(args[0], letters), write(args[1], letters))
    if head in _HEADS:
        parts = tuple(write(a, letters) for a in args)
        return parts[0] if head in "+*" and len(parts) == 1 else _HEADS[head](*parts)
    if head in ("^", "pow"):
        return lang.Power(write(args[0], letters), write(args[1], letters))
    if head in _NAMED:
        return _NAMED[head](write(args[0], letters), write(args[1], letters))
    if head == "slack":
        return lang.Slack(Str(args[0]))
    if head in _BINDERS:
        used = free_letters(args[2]) | set(letters)
        name = next((c for c in _FRESH if c not in used), "k'")
        var = lang.Letter(name, lang.INDEX if head == "sum" else lang.REAL)
        return _BINDERS[head](write(open_binder(args[2], name), {**letters, name: var}), var, write(args[0], letters),
                              write(args[1], letters))
    if head == "forall":
        inner = {**letters, **{name: lang.Letter(name, sort) for name, sort in args[0]}}
        conditions = (write(c, inner) for c in args[1])
        return lang.forall(tuple(inner[name] for name, _ in args[0]), write(args[2], inner), *conditions)
    if head == "linear":
        k = lang.Letter("k", lang.INDEX)
        return lang.LinearRate(write(open_binder(args[0], "k"), {**letters, "k": k}), k)
    if head == "inf":
        return lang.Infimum(write(args[0], letters), write(args[1], letters))
    raise ValueError(f"no tree for {t!r}")
