"""The statement language: SymPy trees over a few heads of our own, built exactly as written.

Nothing here simplifies, reorders or decides. An expression is a tree that the kernel (through
``proofs.reader``), the arrays (``numerics.evaluate``) and the printers (``proofs.printing``) each read.

Sorts      real, vector, index (an integer), function (differentiable where its gradient is written),
           real sequence, vector sequence
Leaves     ``real("a b")``, ``positive("L eta")``, ``nonnegative("c")``, ``vector("x y")``, ``index("k t")``,
           ``function("f")``, ``sequence("w")``, ``real_sequence("a")``; integers and ``Q(1, 2)``
Terms      ``+ - * / **``, ``f(x)``, ``grad(f)(x)``, ``w[k]``, ``dot``, ``sq``, ``norm``, ``sqrt``, ``log``, ``exp``,
           ``sin``, ``cos``, ``pi``, ``absolute``, ``maximum``, ``minimum``, ``sign``, ``piecewise(a <= b, u, v)``,
           ``derivative(body, t)`` (of a function of a real variable),
           ``total(body, k, lo, hi)`` (a finite sum, of reals or vectors), ``integral(body, t, lo, hi)``, ``floor``, ``ceil``,
           ``binomial(n, k)``, ``batch_total(body, i, N, K)``, ``A(u)``, ``inverse(A)(u)``, ``hess(f)(x)(u)``, ``f[i](x)``
Formulas   ``a <= b``, ``a < b``, ``eq(a, b)``, ``forall(k, ...)``, ``exists(k, ...)``, ``both(A, B)``, ``either(A, B)``,
           ``negation(A)``, ``implies(A, B)``, ``iff(A, B)``, ``linear_rate(V, k)``, ``infimum(f, fs)``; see ``proofs.words``

>>> L, eta = positive("L eta"); f = function("f"); x, = vector("x")
>>> f(x) - eta/2*sq(grad(f)(x))
f(x) - eta/2*|grad f(x)|^2
"""

from __future__ import annotations

from typing import Any

import sympy
from sympy import Basic, Expr, Integer, Rational
from sympy.core.containers import Tuple
from sympy.core.symbol import Str

REAL, VECTOR, INDEX, FUNCTION = "real", "vector", "index", "function"
OPERATOR = "operator"
REAL_SEQUENCE, VECTOR_SEQUENCE, FUNCTION_SEQUENCE = "real sequence", "vector sequence", "function sequence"


class IllTyped(ValueError):
    """A tree that has no meaning: a scalar where a vector belongs, an unbound index. The message names the symbol."""


def term(value: Any) -> Expr:
    """Read a Python number or a term as a term. Floats are refused: a statement is exact."""
    if isinstance(value, bool) or isinstance(value, float) or isinstance(value, sympy.Float):
        raise IllTyped(f"{value!r}: statements are exact, write Q(1, 2) instead of 0.5")
    if isinstance(value, (int, Rational)):
        return Integer(value) if isinstance(value, int) else value
    if isinstance(value, Term):
        return value
    raise IllTyped(f"{value!r} is no term of the statement language")


class Term(Expr):
    """A node of a statement. Operators build trees and never evaluate them."""

    __slots__ = ()
    _op_priority = 10_000.0
    is_commutative = True

    def __add__(self, other): return Plus(*_summands(self), *_summands(term(other)))
    def __radd__(self, other): return Plus(*_summands(term(other)), *_summands(self))
    def __sub__(self, other): return Plus(*_summands(self), Neg(term(other)))
    def __rsub__(self, other): return Plus(*_summands(term(other)), Neg(self))
    def __mul__(self, other): return Times(*_factors(self), term(other))
    def __rmul__(self, other): return Times(term(other), *_factors(self))
    def __truediv__(self, other): return Over(self, term(other))
    def __rtruediv__(self, other): return Over(term(other), self)
    def __neg__(self): return Neg(self)
    def __pos__(self): return self
    def __pow__(self, other): return Power(self, term(other))
    def __rpow__(self, other): return Power(term(other), self)
    def __le__(self, other): return Le(self, term(other))
    def __ge__(self, other): return Le(term(other), self)
    def __lt__(self, other): return Lt(self, term(other))
    def __gt__(self, other): return Lt(term(other), self)
    def __bool__(self): raise TypeError("a term has no truth value")
    def __hash__(self): return super().__hash__()
    def __eq__(self, other): return type(self) is type(other) and super().__eq__(other)

    def __str__(self):
        from proofs.printing import plain
        return plain(self)

    __repr__ = __str__
    _sympystr = lambda self, printer: str(self)  # noqa: E731 - the hook that SymPy's own printers ask for

    def _repr_latex_(self):
        from proofs.printing import latex
        return f"$\\displaystyle {latex(self)}$"


def _summands(a: Expr) -> tuple[Expr, ...]:
    return a.args if isinstance(a, Plus) else (a,)


def _factors(a: Expr) -> tuple[Expr, ...]:
    return a.args if isinstance(a, Times) else (a,)


class Letter(Term):
    """A letter: name, sort, and the sign that its name implies ("> 0", ">= 0" or none)."""

    __slots__ = ()

    def __new__(cls, name, sort=REAL, sign=""):
        return Basic.__new__(cls, Str(str(name)), Str(str(sort)), Str(str(sign)))

    name = property(lambda self: str(self.args[0].name))
    sort = property(lambda self: str(self.args[1].name))
    sign = property(lambda self: str(self.args[2].name))

    def __call__(self, point):
        """The value of a function letter at a point, or what an operator letter makes of a vector."""
        return (Apply if self.sort == OPERATOR else Value)(self, term(point))

    def __getitem__(self, k):
        """The k-th member of a sequence letter."""
        return At(self, term(k))


class Plus(Term): __slots__ = ()
class Neg(Term): __slots__ = ()
class Times(Term): __slots__ = ()
class Over(Term): __slots__ = ()
class Power(Term): __slots__ = ()
class Value(Term): __slots__ = ()
class Gradient(Term): __slots__ = ()


class At(Term):
    """A member of a sequence; one of a function sequence has values."""

    __slots__ = ()
    def __call__(self, point): return Value(self, term(point))


class Apply(Term): __slots__ = ()  # (operator, vector)


class Operator(Term):
    """A self-adjoint operator that is no letter."""

    __slots__ = ()
    def __call__(self, u): return Apply(self, term(u))


class Hessian(Operator): __slots__ = ()  # (function, point)
class Inverse(Operator): __slots__ = ()
class Floor(Term): __slots__ = ()
class Ceil(Term): __slots__ = ()
class Binomial(Term): __slots__ = ()
class Dot(Term): __slots__ = ()
class Sq(Term): __slots__ = ()
class Norm(Term): __slots__ = ()
class Sqrt(Term): __slots__ = ()
class Log(Term): __slots__ = ()
class Exp(Term): __slots__ = ()
class Sin(Term): __slots__ = ()
class Cos(Term): __slots__ = ()
class Pi(Term): __slots__ = ()
class Max(Term): __slots__ = ()
class Min(Term): __slots__ = ()
class Sign(Term): __slots__ = ()
class Piecewise(Term): __slots__ = ()  # (condition, u, v): u where the condition holds, else v


class Derivative(Term):
    """The derivative of ``body`` with respect to ``var``, at the number ``at``; ``var`` is bound in the body only."""

    __slots__ = ()
    body = property(lambda self: self.args[0])
    var = property(lambda self: self.args[1])
    at = property(lambda self: self.args[2])


class Nabla(Term): __slots__ = ()  # the gradient of an expression, as some texts print it
class Lost(Term): __slots__ = ()  # a place where the text at hand has lost a sign: no sort, so nothing can be claimed of it
class Undeclared(Term): __slots__ = ()  # a symbol that the text uses and never introduces: no sort either


class Slack(Term): __slots__ = ()  # rhs - lhs of the fact with this name; occurs in certificates that are shown


class Binder(Term):
    """``body`` with ``var`` bound from ``lo`` to ``hi``; args are (body, var, lo, hi)."""

    __slots__ = ()
    body = property(lambda self: self.args[0])
    var = property(lambda self: self.args[1])
    lo = property(lambda self: self.args[2])
    hi = property(lambda self: self.args[3])


class Total(Binder): __slots__ = ()
class BatchTotal(Binder): __slots__ = ()  # the ends are N and K: over the K-element subsets B of {1..N}, and over var in B
class Integral(Binder): __slots__ = ()
class ArgMin(Binder): __slots__ = ()


class Members(Term):
    """The sequence whose member at ``var`` is ``body``: a value for a sequence letter of a theorem that is cited."""

    __slots__ = ()
    body = property(lambda self: self.args[0])
    var = property(lambda self: self.args[1])


class Formula(Basic):
    """A statement; it has no truth value in Python: the kernel decides."""

    __slots__ = ()

    def __bool__(self):
        raise TypeError("a relation has no truth value here (chained comparisons such as a <= b <= c need two relations)")

    def __str__(self):
        from proofs.printing import plain
        return plain(self)

    __repr__ = __str__

    def _repr_latex_(self):
        from proofs.printing import latex
        return f"$\\displaystyle {latex(self)}$"


class Relation(Formula):
    __slots__ = ()
    lhs = property(lambda self: self.args[0])
    rhs = property(lambda self: self.args[1])


class Le(Relation): __slots__ = ()
class Lt(Relation): __slots__ = ()
class Eq(Relation): __slots__ = ()


class Quantified(Formula):
    """``body`` with ``letters`` bound, which satisfy ``conditions``."""

    __slots__ = ()
    letters = property(lambda self: tuple(self.args[0]))
    conditions = property(lambda self: tuple(self.args[1]))
    body = property(lambda self: self.args[2])


class ForAll(Quantified): __slots__ = ()
class Exists(Quantified): __slots__ = ()
class Both(Formula): __slots__ = ()
class Either(Formula): __slots__ = ()
class Negation(Formula): __slots__ = ()
class Implication(Formula): __slots__ = ()
class Iff(Formula): __slots__ = ()


class Word(Formula):
    """A word of analysis that means ``formula``, as ``proofs.words`` defines it; ``bound``: letters bound in its arguments."""

    __slots__ = ()
    bound: tuple[Letter, ...]
    formula: Formula


class SomeInstance(Formula):
    """Some values of ``letters`` satisfy the hypotheses of the theorem and ``body``: shown by a model, not by a proof."""

    __slots__ = ()
    body = property(lambda self: self.args[0])
    letters = property(lambda self: tuple(self.args[1]))


class Schema(Formula):
    """A named function class or update rule: ``name(params)`` means ``formula``, instantiated by the kernel only."""

    __slots__ = ()
    name = property(lambda self: str(self.args[0].name))
    params = property(lambda self: tuple(self.args[1]))
    formula = property(lambda self: self.args[2])


class LinearRate(Formula):
    """V_k converges linearly to 0: there are C >= 0 and 0 <= q < 1 with V_k <= C q^k for all k >= 0."""

    __slots__ = ()
    body = property(lambda self: self.args[0])
    var = property(lambda self: self.args[1])


class Twice(Formula): __slots__ = ()  # a function is twice differentiable, everywhere


class Infimum(Formula):
    """``value`` is the (finite) infimum of ``function``: the greatest lower bound of its values."""

    __slots__ = ()
    function = property(lambda self: self.args[0])
    value = property(lambda self: self.args[1])


class Prose(Formula):
    """A statement in words, for which the language has no word yet: it has a place on the page, and is judged OPEN."""

    __slots__ = ()


def _letters(names: str, sort: str, sign: str = "") -> tuple[Letter, ...]:
    return tuple(Letter(name, sort, sign) for name in names.replace(",", " ").split())


def real(names): return _letters(names, REAL)
def positive(names): return _letters(names, REAL, "> 0")
def nonnegative(names): return _letters(names, REAL, ">= 0")
def vector(names): return _letters(names, VECTOR)
def index(names): return _letters(names, INDEX, ">= 0")
def integer(names): return _letters(names, INDEX)
def positive_index(names): return _letters(names, INDEX, "> 0")
def function(name): return Letter(name, FUNCTION)
def sequence(name): return Letter(name, VECTOR_SEQUENCE)
def real_sequence(name, sign=""): return Letter(name, REAL_SEQUENCE, sign)
def functions(name): return Letter(name, FUNCTION_SEQUENCE)
def operator(name): return Letter(name, OPERATOR)


pi = Pi()


def coordinate(i: int) -> Letter:
    """The i-th coordinate of the point at which a function of a model is evaluated."""
    return Letter(f"x{i}")


def Q(p: int, q: int = 1) -> Rational:
    """The exact rational p/q."""
    return Rational(p, q)


def grad(f: Letter):
    """The gradient of ``f`` as a map from points to vectors."""
    return lambda point: Gradient(f, term(point))


def hess(f: Letter):
    """The Hessian of ``f`` as a map from points to operators: ``hess(f)(x)(u)`` is the derivative of the gradient along u."""
    return lambda point: Hessian(f, term(point))


def inverse(A) -> Inverse: return Inverse(A)
def twice_differentiable(f) -> Twice: return Twice(f)

def dot(u, v): return Dot(term(u), term(v))
def sq(u): return Sq(term(u))
def norm(u): return Norm(term(u))
def sqrt(a): return Sqrt(term(a))
def log(a): return Log(term(a))
def exp(a): return Exp(term(a))
def sin(a): return Sin(term(a))
def cos(a): return Cos(term(a))
def absolute(a): return Norm(term(a))
def maximum(a, b): return Max(term(a), term(b))
def minimum(a, b): return Min(term(a), term(b))
def sign(a): return Sign(term(a))
def piecewise(condition, u, v): return Piecewise(condition, term(u), term(v))
def derivative(body, var, at=None): return Derivative(term(body), var, var if at is None else term(at))
def nabla(a): return Nabla(term(a))
def lost(a, b): return Lost(term(a), term(b))
def undeclared(name): return Undeclared(Str(name))
def eq(a, b): return Eq(term(a), term(b))
def le(a, b): return Le(term(a), term(b))
def lt(a, b): return Lt(term(a), term(b))
def floor(a): return Floor(term(a))
def ceil(a): return Ceil(term(a))
def binomial(n, k): return Binomial(term(n), term(k))
def total(body, var, lo, hi): return Total(term(body), var, term(lo), term(hi))
def batch_total(body, var, N, K): return BatchTotal(term(body), var, term(N), term(K))
def integral(body, var, lo, hi): return Integral(term(body), var, term(lo), term(hi))
def argmin(body, var, lo, hi): return ArgMin(term(body), var, term(lo), term(hi))


def members(body, var): return Members(term(body), var)


def _quantify(kind, letters, body, conditions):
    letters = letters if isinstance(letters, (tuple, list)) else (letters,)
    return kind(Tuple(*letters), Tuple(*conditions), body)


def forall(letters, body, *conditions) -> ForAll: return _quantify(ForAll, letters, body, conditions)
def exists(letters, body, *conditions) -> Exists: return _quantify(Exists, letters, body, conditions)
def both(*formulas) -> Both: return Both(*formulas)
def either(*formulas) -> Either: return Either(*formulas)
def negation(formula) -> Negation: return Negation(formula)
def implies(a, b) -> Implication: return Implication(a, b)
def iff(a, b) -> Iff: return Iff(a, b)


def linear_rate(body, var) -> LinearRate: return LinearRate(term(body), var)
def infimum(f, value) -> Infimum: return Infimum(f, value)


def prose(text: str) -> Prose: return Prose(Str(text))


def schema(name: str, params: tuple, formula: Formula) -> Schema:
    """Name a class once, with its inequality over quantified points; see ``proofs.classes``."""
    hidden = letters_of(Tuple(*params)) - letters_of(formula)
    if hidden:
        raise IllTyped(f"{name.replace('_', ' ')}: {', '.join(sorted(v.name for v in hidden))} is a letter that the definition "
                       "binds (or does not mention); use another letter")
    return Schema(Str(name), Tuple(*params), formula)


def meaning(formula: Formula) -> Formula:
    """The formula that a schema or a word stands for; any other formula is itself."""
    return formula.formula if isinstance(formula, (Schema, Word)) else formula


def replace(tree: Basic, mapping: dict) -> Basic:
    """Substitute whole subtrees, structurally. A replacement that would be captured by a binder is refused."""
    if tree in mapping:
        return mapping[tree]
    if not tree.args or isinstance(tree, Letter):
        return tree
    if isinstance(tree, Derivative):
        inside = replace(Total(tree.body, tree.var, Integer(0), Integer(0)), mapping)  # binds the variable in the body
        return Derivative(inside.body, inside.var, replace(tree.at, mapping))
    bound = set(tree.letters) if isinstance(tree, Quantified) else set(tree.bound) if isinstance(tree, Word) else {
        tree.var} if isinstance(tree, (Binder, LinearRate, Members)) else set()
    inner = {a: b for a, b in mapping.items() if a not in bound}
    if bound and any(bound & letters_of(b) for a, b in inner.items() if a in tree.atoms(Letter) or tree.has(a)):
        raise IllTyped(f"{tree}: substitution would capture {', '.join(sorted(v.name for v in bound))}")
    return tree.func(*(replace(a, inner) if isinstance(a, Basic) else a for a in tree.args))


def letters_of(tree: Basic) -> set[Letter]:
    """The letters that occur free in a tree."""
    if isinstance(tree, Letter):
        return {tree}
    if isinstance(tree, Prose):
        return set()
    if isinstance(tree, Word):
        return letters_of(tree.formula)
    found = set().union(*(letters_of(a) for a in tree.args)) if tree.args else set()
    if isinstance(tree, (Binder, LinearRate, Derivative, Members)):
        return (letters_of(tree.body) - {tree.var}) | set().union(set(), *(letters_of(a) for a in tree.args[2:]))
    return found - set(tree.letters) if isinstance(tree, Quantified) else found
