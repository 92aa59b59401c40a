"""Words of analysis, each defined once: what the word means is the formula that the kernel reads.

Legend: body a term in the index k; limit a real or a vector; bound a term; epsilon, m, n, C are the letters of the definitions.

>>> from proofs.language import index, real_sequence
>>> a = real_sequence("a"); k, = index("k")
>>> converges(a[k], k, 0)
a[k] converges to 0 as k -> infinity
>>> converges(a[k], k, 0).formula
for all epsilon > 0: there is n >= 0 such that |a[k]| <= epsilon for all k with n <= k
"""

from __future__ import annotations

from sympy import Basic
from sympy.core.containers import Tuple

from proofs.language import INDEX, REAL, Formula, IllTyped, Letter, Word, exists, forall, le, letters_of, norm, term


def fresh_letter(name: str, sort: str, sign: str, *trees: Basic) -> Letter:
    """A letter for a definition, which means nothing else in the trees."""
    taken = {v.name for tree in trees for v in tree.atoms(Letter)}
    options = [name, *(f"{name}_{i}" for i in range(1, len(taken) + 1))]
    return Letter(next(option for option in options if option not in taken), sort, sign)


class _InIndex(Word):
    """A word about the members ``body`` of a sequence, given by their index ``var``."""

    __slots__ = ()
    body = property(lambda self: self.args[0])
    var = property(lambda self: self.args[1])
    bound = property(lambda self: (self.args[1],))


class Converges(_InIndex):
    """For every epsilon > 0 there is n such that |body - limit| <= epsilon for all k >= n."""

    __slots__ = ()
    limit = property(lambda self: self.args[2])

    @property
    def formula(self) -> Formula:
        epsilon, n = fresh_letter("epsilon", REAL, "> 0", *self.args), fresh_letter("n", INDEX, ">= 0", *self.args)
        near = le(norm(self.body if self.limit == 0 else self.body - self.limit), epsilon)
        return forall(epsilon, exists(n, forall(self.var, near, n <= self.var)))


class Diverges(_InIndex):
    """For every m there is n such that m <= body for all k >= n: the members tend to +infinity."""

    __slots__ = ()

    @property
    def formula(self) -> Formula:
        m, n = fresh_letter("m", REAL, "", *self.args), fresh_letter("n", INDEX, ">= 0", *self.args)
        return forall(m, exists(n, forall(self.var, m <= self.body, n <= self.var)))


class BigO(Word):
    """There is C >= 0 with body <= C bound for all the letters with the conditions; C depends on the other letters only."""

    __slots__ = ()
    body = property(lambda self: self.args[0])
    size = property(lambda self: self.args[1])
    bound = property(lambda self: tuple(self.args[2]))
    conditions = property(lambda self: tuple(self.args[3]))

    @property
    def formula(self) -> Formula:
        C = fresh_letter("C", REAL, ">= 0", *self.args)
        return exists(C, forall(self.bound, self.body <= C*self.size, *self.conditions))


def converges(body, k: Letter, limit) -> Converges:
    if k in letters_of(term(limit)):
        raise IllTyped(f"the limit {limit} depends on {k}")
    return Converges(term(body), k, term(limit))


def diverges(body, k: Letter) -> Diverges: return Diverges(term(body), k)


def big_o(body, bound, letters, *conditions) -> BigO:
    letters = letters if isinstance(letters, (tuple, list)) else (letters,)
    return BigO(term(body), term(bound), Tuple(*letters), Tuple(*conditions))


__all__ = ["BigO", "Converges", "Diverges", "big_o", "converges", "diverges"]
