"""From trees of the language to terms of the kernel: structural, no simplification. Counted with the kernel.

A sign that a quantified letter carries becomes a condition; a bound letter becomes nameless.
"""

from __future__ import annotations

from typing import Any

from sympy import Basic, Integer, Rational

from proofs import language as lang
from proofs.kernel.calculus import singularities
from proofs.kernel.checker import Checker, read_letters
from proofs.kernel.differentiate import derivative
from proofs.kernel.syntax import Reject, bind, substitute
from proofs.sorts import sort_of

_HEADS = {lang.Plus: "+", lang.Neg: "-", lang.Times: "*", lang.Over: "/", lang.Dot: "dot", lang.Sq: "sq", lang.Norm: "norm",
          lang.Sqrt: "sqrt", lang.Log: "log", lang.Exp: "exp", lang.Sin: "sin", lang.Cos: "cos", lang.Pi: "pi",
          lang.Max: "max", lang.Min: "min", lang.Sign: "sgn", lang.Le: "<=", lang.Lt: "<", lang.Eq: "==",
          lang.Both: "and", lang.Either: "or", lang.Negation: "not", lang.Implication: "implies"}
_HEADS |= {lang.Value: "val", lang.Gradient: "grad", lang.Hessian: "hess", lang.Apply: "app", lang.Inverse: "inv",
           lang.At: "at", lang.Floor: "floor", lang.Ceil: "ceil", lang.Binomial: "binom", lang.Twice: "twice"}
_BINDERS = {lang.Total: "sum", lang.Integral: "int", lang.BatchTotal: "batches"}
_QUANTIFIERS = {lang.ForAll: "forall", lang.Exists: "exists"}


def read(tree: Basic) -> Any:
    """The kernel's term or formula for a tree; raises `IllTyped` where the tree has no meaning."""
    sort_of(tree)
    return _read(tree)


def _read(t: Basic) -> Any:
    if isinstance(t, Integer):
        return int(t)
    if isinstance(t, Rational):
        return ("/", int(t.p), int(t.q))
    if isinstance(t, lang.Letter):
        return t.name
    kind = type(t)
    if kind in _HEADS:
        return (_HEADS[kind], *(_read(a) for a in t.args))
    if kind is lang.Power:
        return ("^", _read(t.args[0]), int(t.args[1])) if isinstance(t.args[1], Integer) else ("pow", *map(_read, t.args))
    if kind is lang.Piecewise:
        condition, u, v = t.args
        sides = (_read(condition.lhs), _read(condition.rhs))  # not (a < b) is b <= a
        return ("if", *sides, _read(u), _read(v)) if type(condition) is lang.Le else ("if", *sides[::-1], _read(v), _read(u))
    if kind is lang.Derivative:
        _one_meaning(t)
        body, point = _read(t.body), {t.var.name: _read(t.at)}
        letters = Checker(read_letters([(name, *sign) for name, sign in declarations(t.body, t.at).items()]), {})
        for a, positive in singularities(body, t.var.name):  # beyond 0 a logarithm has no derivative, though 1/a has a value
            if positive and letters.sign(substitute(a, point)) != "> 0":
                raise lang.IllTyped(f"{t}: a logarithm or a root in it is not visibly of a positive number there")
        try:
            return substitute(derivative(body, t.var.name), point)
        except Reject as fault:
            raise lang.IllTyped(f"{t}: {fault}") from None
    if kind in (*_BINDERS, *_QUANTIFIERS, lang.LinearRate, lang.Members):
        _one_meaning(t)
    if kind in _BINDERS:
        return (_BINDERS[kind], _read(t.lo), _read(t.hi), bind(_read(t.body), t.var.name))
    if kind in _QUANTIFIERS:
        return (_QUANTIFIERS[kind], tuple((v.name, v.sort) for v in t.letters),
                (*(c for v in t.letters for c in sign_conditions(v)), *map(_read, t.conditions)), _read(t.body))
    if kind is lang.Schema or isinstance(t, lang.Word):
        return _read(t.formula)
    if kind is lang.Iff:
        a, b = map(_read, t.args)
        return ("and", ("implies", a, b), ("implies", b, a))
    if kind is lang.Members:
        return ("members", bind(_read(t.body), t.var.name))
    if kind is lang.LinearRate:
        return ("linear", bind(_read(t.body), t.var.name))
    if kind is lang.Infimum:
        return ("inf", _read(t.function), _read(t.value))
    raise lang.IllTyped(f"{t}: the kernel has no word for {kind.__name__}")


def _one_meaning(t: Basic) -> None:
    """Refuse a bound letter beside a free one of the same name but another sort or sign: the kernel knows names only."""
    bound = set(t.letters) if isinstance(t, lang.Quantified) else {t.var}
    parts = (t.body, *t.conditions) if isinstance(t, lang.Quantified) else (t.body,)
    for letter in set().union(*(lang.letters_of(part) for part in parts)) - bound:
        if letter.name in {v.name for v in bound}:
            raise lang.IllTyped(f"{t}: the letter {letter.name} is bound, and free with another meaning")


def sign_conditions(letter: lang.Letter) -> tuple[Any, ...]:
    """The condition that a letter's sign states, if any."""
    return {"> 0": (("<", 0, letter.name),), ">= 0": (("<=", 0, letter.name),)}.get(letter.sign, ())


def declarations(*trees: Basic) -> dict[str, list[str]]:
    """The free letters of trees as the kernel declares them, by name; a name of two sorts is refused."""
    out: dict[str, list[str]] = {}
    for tree in trees:
        for letter in sorted(lang.letters_of(tree), key=lambda v: v.name):
            entry = [letter.sort, letter.sign]
            if out.setdefault(letter.name, entry) != entry:
                raise lang.IllTyped(f"the letter {letter.name} has two meanings: "
                                    f"{' '.join(out[letter.name]).strip()} and {' '.join(entry).strip()}")
    return dict(sorted(out.items()))
