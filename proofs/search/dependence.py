"""The linear relation among a few vectors whose coefficients are rational functions of letters."""

from __future__ import annotations

from typing import Any

import sympy
from sympy.polys.matrices import DomainMatrix

from proofs.kernel.checker import Checker
from proofs.kernel.normal import Poly, Vector
from proofs.kernel.syntax import Term
from proofs.search.factors import polynomial_term


def dependence(vectors: list[Vector]) -> list[sympy.Expr] | None:
    """Coefficients, none of them zero, of the one linear relation among vectors; the symbol of atom i is "ci".

    None if there is none like this.
    """
    ids = sorted({i for u in vectors for p in u.values() for m in p for i, _ in m})
    symbols = [_symbol(i) for i in ids]
    K: Any = sympy.QQ.frac_field(*symbols) if symbols else sympy.QQ

    def element(p: Poly) -> Any:
        return K.from_sympy(sum((sympy.Rational(c.numerator, c.denominator)*sympy.prod(_symbol(i)**e for i, e in m)
                                 for m, c in p.items()), sympy.S.Zero))
    basis = sorted({i for u in vectors for i in u})
    rows = [[element(u.get(i, {})) for u in vectors] for i in basis]
    null = DomainMatrix(rows, (len(basis), len(vectors)), K).to_field().nullspace().to_list()
    if len(null) != 1 or any(c == K.zero for c in null[0]):
        return None
    return [K.to_sympy(c) for c in null[0]]


def _symbol(i: int) -> sympy.Symbol:
    return sympy.Symbol(f"c{i}")


def coefficient(space: Checker, e: sympy.Expr) -> Term:
    """A coefficient of a dependence as a term."""
    names = {s: int(s.name[1:]) for s in e.free_symbols}
    top, bottom = (polynomial_term(space, sympy.expand(part), names) for part in sympy.fraction(sympy.cancel(e)))
    return top if bottom == 1 else ("/", top, bottom)
