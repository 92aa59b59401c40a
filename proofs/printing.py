"""Plain text and LaTeX of a statement, in the order in which it was written."""

from __future__ import annotations

import re

from sympy import Basic, Rational

from proofs import language as lang

_GREEK = set("alpha beta gamma delta epsilon eta mu sigma tau lambda nu rho kappa theta psi xi".split())
_SHORT = {"eps": "epsilon", "lam": "lambda"}  # lambda is no name in Python
_SUM, _PRODUCT, _ATOM = 1, 2, 4


def plain(tree: Basic) -> str:
    """One line of text, readable without mathematics fonts."""
    return _Plain().show(tree)


def latex(tree: Basic) -> str:
    """LaTeX that math-core, KaTeX and a paper all read."""
    return _Latex().show(tree)


class _Printer:
    """Walks the tree; subclasses say how a head looks. ``level`` is how tightly the context binds."""

    def show(self, tree: Basic, level: int = 0) -> str:
        if isinstance(tree, Rational):
            text, mine = self.number(tree), (_SUM if tree < 0 else _PRODUCT if tree.q != 1 else _ATOM)
        else:
            text, mine = getattr(self, type(tree).__name__.lower())(tree), _LEVELS.get(type(tree), _ATOM)
        return self.bracket(text) if mine < level else text

    def plus(self, t):
        parts = [self.show(t.args[0])]
        for a in t.args[1:]:
            negative = isinstance(a, lang.Neg)
            parts.append(" - " + self.show(a.args[0], _PRODUCT) if negative else " + " + self.show(a, _SUM + 1))
        return "".join(parts)

    def neg(self, t): return "-" + self.show(t.args[0], _PRODUCT)

    def product(self, t, sign):
        first = t.args[0]
        head = self.show(first) if isinstance(first, lang.Neg) else self.show(first, _PRODUCT)
        return sign.join([head, *(self.show(a, _PRODUCT) for a in t.args[1:])])

    def le(self, t): return self.relation(t, self.LE)
    def lt(self, t): return self.relation(t, "<")
    def eq(self, t): return self.relation(t, "=")
    def relation(self, t, sign): return f"{self.show(t.lhs)} {sign} {self.show(t.rhs)}"

    def name_of(self, letter: str) -> str: return letter

    def power_minus_one(self, t, sign):
        shown = self.show(t.args[0])
        return (shown if isinstance(t.args[0], lang.Letter) else self.bracket(shown)) + sign

    # formulas: what is no relation stands in brackets inside another formula, and a quantifier over it comes first

    def inside(self, t): return self.show(t) if isinstance(t, (*_SIMPLE, lang.Word)) else self.bracket(self.show(t))
    def both(self, t): return self.words(" and ").join(self.inside(a) for a in t.args)
    def either(self, t): return self.words(" or ").join(self.inside(a) for a in t.args)
    def implication(self, t): return self.words(" implies ").join(self.inside(a) for a in t.args)
    def iff(self, t): return self.words(" if and only if ").join(self.inside(a) for a in t.args)

    def negation(self, t):
        a = t.args[0]
        return self.relation(a, self.NE) if isinstance(a, lang.Eq) else self.words("not ") + self.bracket(self.show(a))

    def quantified(self, t):
        """The letters with what is known of them: their signs, then the conditions."""
        letters = [self.show(v) + (f" {self.SIGNS[v.sign]}" if v.sign else "") for v in t.letters]
        return ", ".join(letters) + self.conditions(t)

    def conditions(self, t):
        return self.words(" with ") + ", ".join(self.show(c) for c in t.conditions) if t.conditions else ""

    def signed(self, letters):
        """The letters with their signs; that an index is not negative goes without saying."""
        said = {v: v.sign for v in letters if v.sign and (v.sort, v.sign) != (lang.INDEX, ">= 0")}
        return ", ".join(self.show(v) + (f" {self.SIGNS[said[v]]}" if v in said else "") for v in letters)

    def exists(self, t): return self.words("there is ") + self.quantified(t) + self.words(" such that ") + self.show(t.body)
    def first(self, t): return self.words("for all ") + self.quantified(t) + ": " + self.show(t.body)

    def someinstance(self, t):
        there = ", ".join(self.show(v) for v in t.letters)
        return self.words("there are ") + there + self.words(" as in the hypotheses such that ") + self.show(t.body)

    def converges(self, t):
        k = self.show(t.var)
        return self.show(t.body) + self.words(" converges to ") + self.show(t.limit) + self.words(" as ") + self.tends(k)

    def diverges(self, t):
        return self.show(t.body) + self.words(" tends to infinity as ") + self.tends(self.show(t.var))

    def bigo(self, t):
        letters = ", ".join(self.show(v) for v in t.bound)
        return f"{self.show(t.body)} = O({self.show(t.size)})" + self.words(" for all ") + letters + self.conditions(t)

    def members(self, t): return f"({self.show(t.body)})" + self.words(" for every ") + self.show(t.var)


class _Plain(_Printer):
    LE, NE, SIGNS = "<=", "!=", {"> 0": "> 0", ">= 0": ">= 0"}
    def words(self, s): return s
    def tends(self, k): return f"{k} -> infinity"

    def number(self, q): return str(q)
    def bracket(self, s): return f"({s})"
    def letter(self, t): return t.name
    def times(self, t): return self.product(t, "*")
    def over(self, t): return f"{self.show(t.args[0], _PRODUCT)}/{self.show(t.args[1], _ATOM)}"
    def power(self, t): return f"{self.show(t.args[0], _ATOM)}^{self.show(t.args[1], _ATOM)}"
    def value(self, t): return f"{self.show(t.args[0])}({self.show(t.args[1])})"
    def gradient(self, t): return f"grad {self.value(t)}"
    def hessian(self, t): return f"hess {self.value(t)}"
    def apply(self, t): return self.value(t)
    def inverse(self, t): return self.power_minus_one(t, "^-1")
    def at(self, t): return f"{t.args[0].name}[{self.show(t.args[1])}]"
    def floor(self, t): return f"floor({self.show(t.args[0])})"
    def ceil(self, t): return f"ceil({self.show(t.args[0])})"
    def binomial(self, t): return f"binom({self.show(t.args[0])}, {self.show(t.args[1])})"
    def dot(self, t): return f"<{self.show(t.args[0])}, {self.show(t.args[1])}>"
    def sq(self, t): return f"|{self.show(t.args[0])}|^2"
    def norm(self, t): return f"|{self.show(t.args[0])}|"
    def sqrt(self, t): return f"sqrt({self.show(t.args[0])})"
    def log(self, t): return f"log({self.show(t.args[0])})"
    def exp(self, t): return f"exp({self.show(t.args[0])})"
    def sin(self, t): return f"sin({self.show(t.args[0])})"
    def cos(self, t): return f"cos({self.show(t.args[0])})"
    def pi(self, t): return "pi"
    def max(self, t): return f"max({self.show(t.args[0])}, {self.show(t.args[1])})"
    def min(self, t): return f"min({self.show(t.args[0])}, {self.show(t.args[1])})"
    def sign(self, t): return f"sign({self.show(t.args[0])})"
    def piecewise(self, t): return f"({self.show(t.args[1])} if {self.show(t.args[0])} else {self.show(t.args[2])})"

    def derivative(self, t):
        at = "" if t.at == t.var else f" at {t.var.name} = {self.show(t.at)}"
        return f"(d/d{t.var.name} {self.show(t.body, _ATOM)}{at})"

    def slack(self, t): return f"[{t.args[0].name}]"
    def undeclared(self, t): return t.args[0].name
    def lost(self, t): return f"{self.show(t.args[0], _PRODUCT)} [?] {self.show(t.args[1], _PRODUCT)}"
    def nabla(self, t): return f"grad {self.show(t.args[0], _ATOM)}"
    def total(self, t): return f"sum({self.show(t.body)}, {t.var.name} = {self.show(t.lo)}..{self.show(t.hi)})"
    def batchtotal(self, t):
        return f"sum({self.show(t.body)}, {t.var.name} in B, over all B of {self.show(t.hi)} among 1..{self.show(t.lo)})"

    def integral(self, t): return f"integral({self.show(t.body)}, {t.var.name} = {self.show(t.lo)}..{self.show(t.hi)})"
    def argmin(self, t): return f"argmin({self.show(t.body)}, {t.var.name} = {self.show(t.lo)}..{self.show(t.hi)})"
    def schema(self, t):
        return f"{t.name.replace('_', ' ')}({', '.join(self.show(p) for p in t.params)}): {self.show(t.formula)}"

    def forall(self, t):
        if not isinstance(t.body, _SIMPLE):
            return self.first(t)
        where = " with " + ", ".join(self.show(c) for c in t.conditions) if t.conditions else ""
        return f"{self.show(t.body)} for all {self.signed(t.letters)}{where}"

    def linearrate(self, t):
        return f"there are C >= 0 and 0 <= q < 1 with {self.show(t.body)} <= C*q^{t.var.name} for all {t.var.name} >= 0"

    def infimum(self, t): return f"{self.show(t.value)} = inf {self.show(t.function)}"
    def twice(self, t): return f"{self.show(t.args[0])} is twice differentiable"
    def prose(self, t): return str(t.args[0].name)


class _Latex(_Printer):
    LE, NE, SIGNS = r"\le", r"\ne", {"> 0": "> 0", ">= 0": r"\ge 0"}
    def words(self, s): return rf"\text{{{s}}}"
    def tends(self, k): return rf"{k} \to \infty"

    def number(self, q):
        sign, p = ("-" if q < 0 else ""), abs(q.p)
        return f"{sign}{p}" if q.q == 1 else f"{sign}\\frac{{{p}}}{{{q.q}}}"

    def bracket(self, s): return rf"\left({s}\right)" if r"\frac" in s or r"\sum" in s else f"({s})"

    def name_of(self, name):
        base, _, sub = name.partition("_")
        star = sub.endswith("star")
        hat = sub.endswith("hat")
        sub = sub.removesuffix("star").removesuffix("hat").strip("_")
        if number := re.fullmatch(r"([A-Za-z]+?)(\d+)", base):
            base, sub = number[1], f"{number[2]},{sub}" if sub else number[2]
        base = _SHORT.get(base, base)
        base = "\\" + base if base in _GREEK else base if len(base) == 1 else rf"\mathrm{{{base}}}"
        base = rf"\hat{{{base}}}" if hat else base
        sub = rf"_{{{sub if len(sub) == 1 else chr(92) + 'mathrm{' + sub + '}'}}}" if sub else ""
        return base + sub + (r"^\star" if star else "")

    def letter(self, t): return self.name_of(t.name)

    def times(self, t):
        out = ""
        for i, a in enumerate(t.args):
            part = self.show(a) if i == 0 and isinstance(a, lang.Neg) else self.show(a, _PRODUCT)
            digit = part[:1].isdigit() or (part.startswith(r"\frac") and isinstance(a, Rational))
            out += (r" \cdot " if out and digit else " " if out else "") + part
        return out

    def over(self, t): return rf"\frac{{{self.show(t.args[0])}}}{{{self.show(t.args[1])}}}"

    def power(self, t):
        base = t.args[0]
        tight = isinstance(base, (lang.Letter, Rational)) and not (isinstance(base, Rational) and (base.q != 1 or base < 0))
        shown = self.show(base) if tight else self.bracket(self.show(base))
        return f"{shown}^{{{self.show(t.args[1])}}}"

    def value(self, t): return f"{self.show(t.args[0])}({self.show(t.args[1])})"
    def gradient(self, t): return rf"\nabla {self.value(t)}"
    def hessian(self, t): return rf"\nabla^2 {self.value(t)}"
    def apply(self, t): return f"{self.show(t.args[0])}{self.argument(t.args[1])}"
    def argument(self, u): return " " + self.show(u) if isinstance(u, (lang.Letter, lang.At)) else f"({self.show(u)})"

    def inverse(self, t): return self.power_minus_one(t, "^{-1}")
    def at(self, t): return f"{self.name_of(t.args[0].name)}_{{{self.show(t.args[1])}}}"
    def dot(self, t): return rf"\langle {self.show(t.args[0])}, {self.show(t.args[1])}\rangle"
    def sq(self, t): return rf"\lVert {self.show(t.args[0])}\rVert^2"
    def norm(self, t): return rf"\lVert {self.show(t.args[0])}\rVert"
    def sqrt(self, t): return rf"\sqrt{{{self.show(t.args[0])}}}"
    def log(self, t): return rf"\log{self.bracket(self.show(t.args[0]))}"
    def exp(self, t): return rf"\exp{self.bracket(self.show(t.args[0]))}"
    def sin(self, t): return rf"\sin{self.bracket(self.show(t.args[0]))}"
    def cos(self, t): return rf"\cos{self.bracket(self.show(t.args[0]))}"
    def pi(self, t): return r"\pi"
    def max(self, t): return rf"\max\{{{self.show(t.args[0])}, {self.show(t.args[1])}\}}"
    def min(self, t): return rf"\min\{{{self.show(t.args[0])}, {self.show(t.args[1])}\}}"
    def sign(self, t): return rf"\operatorname{{sign}}{self.bracket(self.show(t.args[0]))}"

    def piecewise(self, t):
        condition, u, v = (self.show(a) for a in t.args)
        return rf"\begin{{cases}}{u} & \text{{if }} {condition}\\ {v} & \text{{otherwise}}\end{{cases}}"

    def derivative(self, t):
        x = self.show(t.var)
        d = rf"\frac{{d}}{{d{x}}}{self.show(t.body, _ATOM)}"
        return d if t.at == t.var else rf"\left.{d}\right|_{{{x}={self.show(t.at)}}}"

    def floor(self, t): return rf"\lfloor {self.show(t.args[0])}\rfloor"
    def ceil(self, t): return rf"\lceil {self.show(t.args[0])}\rceil"
    def binomial(self, t): return rf"\binom{{{self.show(t.args[0])}}}{{{self.show(t.args[1])}}}"

    def slack(self, t): return rf"\left[\text{{{t.args[0].name}}}\right]"
    def undeclared(self, t): return self.name_of(t.args[0].name)
    def lost(self, t): return rf"{self.show(t.args[0], _PRODUCT)}\;\square\;{self.show(t.args[1], _PRODUCT)}"
    def nabla(self, t): return rf"\nabla {self.show(t.args[0], _ATOM)}"

    def total(self, t):
        return rf"\sum_{{{self.show(t.var)}={self.show(t.lo)}}}^{{{self.show(t.hi)}}} {self.show(t.body, _PRODUCT)}"

    def batchtotal(self, t):
        n, k, i = self.show(t.lo), self.show(t.hi), self.show(t.var)
        return rf"\sum_{{B\subseteq\{{1,\dots,{n}\}},\,|B|={k}}}\ \sum_{{{i}\in B}} {self.show(t.body, _PRODUCT)}"

    def integral(self, t):
        return rf"\int_{{{self.show(t.lo)}}}^{{{self.show(t.hi)}}} {self.show(t.body, _PRODUCT)}\,d{self.show(t.var)}"

    def argmin(self, t):
        where = rf"{self.show(t.lo)}\le {self.show(t.var)}\le {self.show(t.hi)}"
        return rf"\mathrm{{argmin}}_{{{where}}} {self.show(t.body, _PRODUCT)}"

    def schema(self, t): return self.show(t.formula)

    def forall(self, t):
        if not isinstance(t.body, _SIMPLE):
            return self.first(t)
        where = r",\ " + r",\ ".join(self.show(c) for c in t.conditions) if t.conditions else ""
        return rf"{self.show(t.body)}\quad\text{{for all }} {self.signed(t.letters)}{where}"

    def linearrate(self, t):
        k = self.show(t.var)
        return rf"\exists\, C\ge 0,\ q\in[0,1):\quad {self.show(t.body)} \le C\,q^{{{k}}}\quad\text{{for all }} {k}\ge 0"

    def infimum(self, t): return rf"{self.show(t.value)} = \inf {self.show(t.function)}"
    def twice(self, t): return self.show(t.args[0]) + self.words(" is twice differentiable")
    def prose(self, t): return rf"\text{{{t.args[0].name}}}"


_SIMPLE = (lang.Relation, lang.Prose)
_LEVELS = {lang.Plus: _SUM, lang.Neg: _SUM, lang.Times: _PRODUCT, lang.Over: _PRODUCT, lang.Power: _PRODUCT,
           lang.BatchTotal: _PRODUCT, lang.Total: _PRODUCT, lang.Integral: _PRODUCT, lang.Lost: _SUM}
