"""Functions that a hypothesis gives by a formula, ``f(x) = 1/2 <x, A x>`` for all x, with derivatives by the rules of calculus.

The gradient of a term in the vector letter x is a term again: ``pull(u, w)`` is the transposed derivative of a vector term u,
applied to w. Where a maximum or a norm has a kink the gradient is left undefined.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sympy import Basic, Integer

from numerics.evaluate import CannotEvaluate
from proofs import language as lang
from proofs.language import VECTOR, Letter, letters_of
from proofs.sorts import sort_of


class Defined:
    """The function whose value at ``x`` is ``body``, under the bindings of an evaluator."""

    def __init__(self, x: Letter, body: Basic, evaluator):
        self.x, self.body, self.evaluator = x, body, evaluator
        self._direction = Letter(f"{x.name}'", VECTOR)
        self._kept: list[Any] = []  # points stay alive: the evaluator knows them by their identity

    def _at(self, tree: Basic, x, direction=None):
        self._kept += [x, direction]
        found = self.evaluator.term(tree, {self.x: x, self._direction: direction})
        return found + (x if sort_of(tree) == VECTOR else self.evaluator.ops.dot(x, x))*self.evaluator.ops.number(Integer(0))

    def value(self, x):
        return self._at(self.body, x)

    def gradient(self, x):
        return self._at(gradient(self.body, self.x), x)

    def hessian(self, x, u):
        slope = lang.Dot(gradient(self.body, self.x), self._direction)
        return self._at(gradient(slope, self.x), x, u)


def _nothing(x: Letter) -> Basic:
    return lang.Times(Integer(0), x)


@lru_cache(maxsize=2000)
def gradient(t: Basic, x: Letter) -> Basic:
    """The gradient of a real term with respect to a vector letter."""
    if x not in letters_of(t):
        return _nothing(x)
    a = t.args
    if isinstance(t, (lang.Plus, lang.Neg)):
        return t.func(*(gradient(s, x) for s in a))
    if isinstance(t, lang.Times):
        return lang.Plus(*(lang.Times(*a[:i], *a[i + 1:], gradient(s, x)) for i, s in enumerate(a) if x in letters_of(s)))
    if isinstance(t, lang.Over):
        return gradient(a[0], x)/a[1] - (a[0]/a[1]**2)*gradient(a[1], x)
    if isinstance(t, lang.Power):
        return a[1]*a[0]**lang.term(a[1] - 1 if isinstance(a[1], lang.Term) else Integer(int(a[1]) - 1))*gradient(a[0], x)
    if isinstance(t, lang.Dot):
        return pull(a[0], a[1], x) + pull(a[1], a[0], x)
    if isinstance(t, (lang.Sq, lang.Norm)) and sort_of(a[0]) == VECTOR:
        inner = 2*pull(a[0], a[0], x)
        return inner if isinstance(t, lang.Sq) else inner/(2*t)
    if isinstance(t, lang.Value):
        return pull(a[1], lang.Gradient(a[0], a[1]), x)
    if isinstance(t, lang.Total):
        return lang.Total(gradient(t.body, x), t.var, t.lo, t.hi)
    if isinstance(t, (lang.Max, lang.Min)):
        first = lang.Piecewise(lang.Lt(*(a[::-1] if isinstance(t, lang.Max) else a)), Integer(1), Integer(0))
        apart = (a[0] - a[1])/(a[0] - a[1])  # undefined on the kink
        return first*apart*gradient(a[0], x) + (1 - first)*apart*gradient(a[1], x)
    outer = {lang.Sq: lambda s: 2*s, lang.Norm: lambda s: s/t, lang.Sqrt: lambda s: 1/(2*t), lang.Log: lambda s: 1/s,
             lang.Exp: lambda s: t, lang.Sin: lang.cos, lang.Cos: lambda s: -lang.sin(s)}.get(type(t))
    if outer is None:
        raise CannotEvaluate(f"the gradient of {t} is not computed")
    return outer(a[0])*gradient(a[0], x)


def pull(u: Basic, w: Basic, x: Letter) -> Basic:
    """The transposed derivative of the vector term u with respect to x, applied to w."""
    if x not in letters_of(u):
        return _nothing(x)
    a = u.args
    if u == x:
        return w
    if isinstance(u, (lang.Plus, lang.Neg)):
        return u.func(*(pull(s, w, x) for s in a))
    if isinstance(u, (lang.Times, lang.Over)):
        scalars = [s for s in a if sort_of(s) != VECTOR]
        (v,) = (s for s in a if sort_of(s) == VECTOR)
        factor = 1/scalars[0] if isinstance(u, lang.Over) else scalars[0] if len(scalars) == 1 else lang.Times(*scalars)
        moving = [] if x not in letters_of(factor) else [lang.Dot(v, w)*gradient(factor, x)]
        return lang.Plus(factor*pull(v, w, x), *moving) if moving else factor*pull(v, w, x)
    if isinstance(u, lang.Apply) and x not in letters_of(a[0]):
        return pull(a[1], lang.Apply(a[0], w), x)
    if isinstance(u, lang.Gradient):
        return pull(a[1], lang.Apply(lang.Hessian(a[0], a[1]), w), x)
    if isinstance(u, lang.Total):
        return lang.Total(pull(u.body, w, x), u.var, u.lo, u.hi)
    raise CannotEvaluate(f"the derivative of {u} is not computed")
