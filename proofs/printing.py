"""Plain text and LaTeX of a statement, in the order in which it was written."""

from __future__ import annotations

from sympy import Basic, Rational

from proofs import language as lang

_GREEK = set("alpha beta gamma delta epsilon eta mu sigma tau lambda nu rho kappa theta psi xi".split())
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


class _Plain(_Printer):
    LE = "<="

    def number(self, q): return str(q)
    def bracket(self, s): return f"({s})"
    def letter(self, t): return t.name
    def times(self, t): return self.product(t, "*")
    def over(self, t): return f"{self.show(t.args[0], _PRODUCT)}/{self.show(t.args[1], _ATOM)}"
    def power(self, t): return f"{self.show(t.args[0], _ATOM)}^{self.show(t.args[1], _ATOM)}"
    def value(self, t): return f"{t.args[0].name}({self.show(t.args[1])})"
    def gradient(self, t): return f"grad {t.args[0].name}({self.show(t.args[1])})"
    def at(self, t): return f"{t.args[0].name}[{self.show(t.args[1])}]"
    def dot(self, t): return f"<{self.show(t.args[0])}, {self.show(t.args[1])}>"
    def sq(self, t): return f"|{self.show(t.args[0])}|^2"
    def norm(self, t): return f"|{self.show(t.args[0])}|"
    def sqrt(self, t): return f"sqrt({self.show(t.args[0])})"
    def log(self, t): return f"log({self.show(t.args[0])})"
    def exp(self, t): return f"exp({self.show(t.args[0])})"
    def slack(self, t): return f"[{t.args[0].name}]"
    def lost(self, t): return f"{self.show(t.args[0], _PRODUCT)} [?] {self.show(t.args[1], _PRODUCT)}"
    def nabla(self, t): return f"grad {self.show(t.args[0], _ATOM)}"
    def total(self, t): return f"sum({self.show(t.body)}, {t.var.name} = {self.show(t.lo)}..{self.show(t.hi)})"
    def integral(self, t): return f"integral({self.show(t.body)}, {t.var.name} = {self.show(t.lo)}..{self.show(t.hi)})"
    def argmin(self, t): return f"argmin({self.show(t.body)}, {t.var.name} = {self.show(t.lo)}..{self.show(t.hi)})"
    def schema(self, t):
        return f"{t.name.replace('_', ' ')}({', '.join(self.show(p) for p in t.params)}): {self.show(t.formula)}"

    def forall(self, t):
        where = " with " + ", ".join(self.show(c) for c in t.conditions) if t.conditions else ""
        return f"{self.show(t.body)} for all {', '.join(v.name for v in t.letters)}{where}"

    def linearrate(self, t):
        return f"there are C >= 0 and 0 <= q < 1 with {self.show(t.body)} <= C*q^{t.var.name} for all {t.var.name} >= 0"

    def infimum(self, t): return f"{self.show(t.value)} = inf {t.function.name}"
    def prose(self, t): return str(t.args[0].name)


class _Latex(_Printer):
    LE = r"\le"

    def number(self, q):
        sign, p = ("-" if q < 0 else ""), abs(q.p)
        return f"{sign}{p}" if q.q == 1 else f"{sign}\\frac{{{p}}}{{{q.q}}}"

    def bracket(self, s): return rf"\left({s}\right)" if r"\frac" in s or r"\sum" in s else f"({s})"

    def name_of(self, name):
        base, _, sub = name.partition("_")
        star = sub.endswith("star")
        hat = sub.endswith("hat")
        sub = sub.removesuffix("star").removesuffix("hat").strip("_")
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

    def value(self, t): return f"{self.name_of(t.args[0].name)}({self.show(t.args[1])})"
    def gradient(self, t): return rf"\nabla {self.name_of(t.args[0].name)}({self.show(t.args[1])})"
    def at(self, t): return f"{self.name_of(t.args[0].name)}_{{{self.show(t.args[1])}}}"
    def dot(self, t): return rf"\langle {self.show(t.args[0])}, {self.show(t.args[1])}\rangle"
    def sq(self, t): return rf"\lVert {self.show(t.args[0])}\rVert^2"
    def norm(self, t): return rf"\lVert {self.show(t.args[0])}\rVert"
    def sqrt(self, t): return rf"\sqrt{{{self.show(t.args[0])}}}"
    def log(self, t): return rf"\log{self.bracket(self.show(t.args[0]))}"
    def exp(self, t): return rf"\exp{self.bracket(self.show(t.args[0]))}"

    def slack(self, t): return rf"\left[\text{{{t.args[0].name}}}\right]"
    def lost(self, t): return rf"{self.show(t.args[0], _PRODUCT)}\;\square\;{self.show(t.args[1], _PRODUCT)}"
    def nabla(self, t): return rf"\nabla {self.show(t.args[0], _ATOM)}"

    def total(self, t):
        return rf"\sum_{{{self.show(t.var)}={self.show(t.lo)}}}^{{{self.show(t.hi)}}} {self.show(t.body, _PRODUCT)}"

    def integral(self, t):
        return rf"\int_{{{self.show(t.lo)}}}^{{{self.show(t.hi)}}} {self.show(t.body, _PRODUCT)}\,d{self.show(t.var)}"

    def argmin(self, t):
        where = rf"{self.show(t.lo)}\le {self.show(t.var)}\le {self.show(t.hi)}"
        return rf"\mathrm{{argmin}}_{{{where}}} {self.show(t.body, _PRODUCT)}"

    def schema(self, t): return self.show(t.formula)

    def forall(self, t):
        where = r",\ " + r",\ ".join(self.show(c) for c in t.conditions) if t.conditions else ""
        return rf"{self.show(t.body)}\quad\text{{for all }} {', '.join(self.show(v) for v in t.letters)}{where}"

    def linearrate(self, t):
        k = self.show(t.var)
        return rf"\exists\, C\ge 0,\ q\in[0,1):\quad {self.show(t.body)} \le C\,q^{{{k}}}\quad\text{{for all }} {k}\ge 0"

    def infimum(self, t): return rf"{self.show(t.value)} = \inf {self.name_of(t.function.name)}"
    def prose(self, t): return rf"\text{{{t.args[0].name}}}"


_LEVELS = {lang.Plus: _SUM, lang.Neg: _SUM, lang.Times: _PRODUCT, lang.Over: _PRODUCT, lang.Power: _PRODUCT,
           lang.Total: _PRODUCT, lang.Integral: _PRODUCT}
