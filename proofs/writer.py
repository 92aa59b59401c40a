"""From terms of the kernel back to trees of the language, to show certificates and models to a reader. Not trusted."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sympy import Basic, Integer, Rational
from sympy.core.symbol import Str

from proofs import language as lang
from proofs.kernel.syntax import free_letters, open_binder

_HEADS = {"+": lang.Plus, "-": lang.Neg, "*": lang.Times, "dot": lang.Dot, "sq": lang.Sq, "norm": lang.Norm,
          "sqrt": lang.Sqrt, "log": lang.Log, "exp": lang.Exp, "sin": lang.Sin, "cos": lang.Cos, "max": lang.Max,
          "min": lang.Min, "sgn": lang.Sign, "<=": lang.Le, "<": lang.Lt, "==": lang.Eq,
          "and": lang.Both, "or": lang.Either, "not": lang.Negation, "implies": lang.Implication}
_HEADS |= {"val": lang.Value, "grad": lang.Gradient, "hess": lang.Hessian, "app": lang.Apply, "inv": lang.Inverse,
           "at": lang.At, "floor": lang.Floor, "ceil": lang.Ceil, "binom": lang.Binomial, "twice": lang.Twice}
_BINDERS = {"sum": lang.Total, "int": lang.Integral, "batches": lang.BatchTotal}
_FRESH = "ijklmnst"


def readable(tree: Basic) -> Basic:
    """The same term as a person writes it: y - x for y + (-1)*x, x for 1*x."""
    if not tree.args or isinstance(tree, (Rational, lang.Letter, lang.Slack)):
        return tree
    parts = [readable(a) if isinstance(a, Basic) else a for a in tree.args]
    if isinstance(tree, lang.Times):
        parts = [a for a in parts if a != 1] or parts[:1]
        return parts[0] if len(parts) == 1 else lang.Times(*parts)
    return tree.func(*([parts[0], *map(_negated, parts[1:])] if isinstance(tree, lang.Plus) else parts))


def _negated(a: Basic) -> Basic:
    """A summand with a negative coefficient as the negative of one with a positive coefficient."""
    first = a.args[0] if isinstance(a, lang.Times) else a
    number = first.args[0] if isinstance(first, lang.Over) else first
    if not isinstance(number, Rational) or number >= 0:
        return a
    rest = a.args[1:] if isinstance(a, lang.Times) else ()
    positive = lang.Over(-number, first.args[1]) if isinstance(first, lang.Over) else -number
    factors = rest if positive == 1 and rest else (positive, *rest)
    return lang.Neg(factors[0] if len(factors) == 1 else lang.Times(*factors))


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
    if head == "pi":
        return lang.pi
    if head == "if":
        a, b, u, v = (write(a, letters) for a in args)
        return lang.Piecewise(lang.Le(a, b), u, v)
    if head in ("^", "pow"):
        return lang.Power(write(args[0], letters), write(args[1], letters))
    if head == "slack":
        return lang.Slack(Str(args[0]))
    if head in _BINDERS:
        used = free_letters(args[2]) | set(letters)
        name = next((c for c in _FRESH if c not in used), "k'")
        var = lang.Letter(name, lang.REAL if head == "int" else lang.INDEX)
        return _BINDERS[head](write(open_binder(args[2], name), {**letters, name: var}), var, write(args[0], letters),
                              write(args[1], letters))
    if head in ("forall", "exists"):
        inner = {**letters, **{name: lang.Letter(name, sort) for name, sort in args[0]}}
        conditions = (write(c, inner) for c in args[1])
        quantify = lang.forall if head == "forall" else lang.exists
        return quantify(tuple(inner[name] for name, _ in args[0]), write(args[2], inner), *conditions)
    if head == "linear":
        k = lang.Letter("k", lang.INDEX)
        return lang.LinearRate(write(open_binder(args[0], "k"), {**letters, "k": k}), k)
    if head == "inf":
        return lang.Infimum(write(args[0], letters), write(args[1], letters))
    raise ValueError(f"no tree for {t!r}")
