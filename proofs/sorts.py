"""The sorts of the statement language: what each head takes and gives. A tree without a sort has no meaning.

>>> from proofs.language import function, vector
>>> f = function("f"); x, = vector("x")
>>> sort_of(f(x) + x)
Traceback (most recent call last):
    ...
proofs.language.IllTyped: f(x) + x: adds a real and a vector
"""

from __future__ import annotations

from sympy import Basic, Integer, Rational

from proofs.language import (
    FUNCTION,
    FUNCTION_SEQUENCE,
    INDEX,
    OPERATOR,
    REAL,
    REAL_SEQUENCE,
    VECTOR,
    VECTOR_SEQUENCE,
    Apply,
    ArgMin,
    At,
    BatchTotal,
    Binomial,
    Both,
    Ceil,
    Cos,
    Derivative,
    Dot,
    Either,
    Eq,
    Exists,
    Exp,
    Floor,
    ForAll,
    Gradient,
    Hessian,
    Iff,
    IllTyped,
    Implication,
    Infimum,
    Integral,
    Inverse,
    Le,
    Letter,
    LinearRate,
    Log,
    Lost,
    Lt,
    Max,
    Members,
    Min,
    Nabla,
    Neg,
    Negation,
    Norm,
    Over,
    Pi,
    Piecewise,
    Plus,
    Power,
    Prose,
    Quantified,
    Schema,
    Sign,
    Sin,
    SomeInstance,
    Sq,
    Sqrt,
    Times,
    Total,
    Twice,
    Undeclared,
    Value,
    Word,
)


def sort_of(tree: Basic) -> str:
    """The sort of a term (or "formula"); raises `IllTyped`, naming the offending symbol."""
    if isinstance(tree, (Integer,)):
        return INDEX
    if isinstance(tree, Rational):
        return REAL
    if isinstance(tree, Letter):
        return tree.sort
    if isinstance(tree, Word):
        return sort_of(tree.formula)
    if type(tree) not in _SORTS:
        raise IllTyped(f"{tree} is no statement of the language (a number on the left of a relation? write le(a, b))")
    return _SORTS[type(tree)](tree)


def _scalar(sort: str) -> bool:
    return sort in (REAL, INDEX)


def _a(sort: str) -> str:
    return f"an {sort}" if sort[0] in "aeio" else f"a {sort}"


def _want(tree, child, *sorts) -> str:
    found = sort_of(child)
    if found not in sorts and not (found == INDEX and REAL in sorts):
        raise IllTyped(f"{tree}: {child} is {_a(found)}, {_a(' or '.join(sorts))} belongs here")
    return found


def _undeclared(t):
    raise IllTyped(f"{t}: the text uses {t} and never says what it is")


def _lost(t):
    raise IllTyped(f"{t}: the text at hand has lost a sign between {t.args[0]} and {t.args[1]}")


def _plus(t):
    sorts = [sort_of(a) for a in t.args]
    kinds = {REAL if _scalar(s) else s for s in sorts}
    if kinds - {REAL, VECTOR}:
        raise IllTyped(f"{t}: adds a {(kinds - {REAL, VECTOR}).pop()}")
    if len(kinds) > 1:
        raise IllTyped(f"{t}: adds a real and a vector")
    return VECTOR if VECTOR in kinds else INDEX if set(sorts) == {INDEX} else REAL


def _times(t):
    sorts = [_want(t, a, REAL, VECTOR) for a in t.args]
    if sorts.count(VECTOR) > 1:
        raise IllTyped(f"{t}: multiplies two vectors; write dot(u, v)")
    return VECTOR if VECTOR in sorts else INDEX if set(sorts) == {INDEX} else REAL


def _over(t):
    _want(t, t.args[1], REAL)
    return REAL if _scalar(_want(t, t.args[0], REAL, VECTOR)) else VECTOR


def _power(t):
    _want(t, t.args[0], REAL)
    if sort_of(t.args[1]) != INDEX:
        raise IllTyped(f"{t}: the exponent {t.args[1]} is no integer and no index; write sqrt(a) for a root")
    return REAL


def _applied(sort, result):
    def check(t):
        _want(t, t.args[0], sort)
        _want(t, t.args[1], VECTOR)
        return result
    return check


def _at(t):
    kind = _want(t, t.args[0], REAL_SEQUENCE, VECTOR_SEQUENCE, FUNCTION_SEQUENCE)
    _want(t, t.args[1], INDEX)
    return {REAL_SEQUENCE: REAL, VECTOR_SEQUENCE: VECTOR, FUNCTION_SEQUENCE: FUNCTION}[kind]


def _args(result, *sorts):
    def check(t):
        for a in t.args:
            _want(t, a, *sorts)
        return result
    return check


def _piecewise(t):
    if not isinstance(t.args[0], (Le, Lt)):
        raise IllTyped(f"{t}: the condition of a piecewise term is a <= b or a < b")
    sort_of(t.args[0])
    for a in t.args[1:]:
        _want(t, a, REAL)
    return REAL


def _derivative(t):
    if t.var.sort != REAL:
        raise IllTyped(f"{t}: {t.var} is a {t.var.sort}, and a derivative is taken with respect to a real letter")
    _want(t, t.body, REAL)
    return _want(t, t.at, REAL) and REAL


def _binder(t):
    ends = INDEX if not isinstance(t, Integral) else REAL
    for part in (t.var, t.lo, t.hi):
        _want(t, part, ends)
    body = _want(t, t.body, REAL, *((VECTOR,) if isinstance(t, (Total, BatchTotal)) else ()))
    return INDEX if isinstance(t, ArgMin) else VECTOR if body == VECTOR else REAL


def _relation(t):
    sorts = {REAL if _scalar(_want(t, a, REAL, VECTOR)) else VECTOR for a in t.args}
    if len(sorts) > 1 or (VECTOR in sorts and not isinstance(t, Eq)):
        raise IllTyped(f"{t}: compares a {' and a '.join(sorted(sorts))}")
    return "formula"


def _formulas(t):
    parts = (*t.conditions, t.body) if isinstance(t, Quantified) else (t.body,) if isinstance(t, SomeInstance) else t.args
    for a in parts:
        if sort_of(a) != "formula":
            raise IllTyped(f"{t}: {a} is a {sort_of(a)}, a formula belongs here")
    return "formula"


def _members(t):
    _want(t, t.var, INDEX)
    return VECTOR_SEQUENCE if _want(t, t.body, REAL, VECTOR) == VECTOR else REAL_SEQUENCE


def _first_function(t):
    _want(t, t.args[0], FUNCTION)
    return "formula"


def _first_real(t):
    _want(t, t.args[0], REAL)
    return "formula"


def _infimum(t):
    _want(t, t.function, FUNCTION)
    _want(t, t.value, REAL)
    return "formula"


_SORTS = {
    Plus: _plus, Neg: lambda t: _want(t, t.args[0], REAL, VECTOR), Times: _times, Over: _over, Power: _power,
    Value: _applied(FUNCTION, REAL), Gradient: _applied(FUNCTION, VECTOR), Hessian: _applied(FUNCTION, OPERATOR),
    Apply: _applied(OPERATOR, VECTOR), Inverse: _args(OPERATOR, OPERATOR), Twice: _first_function, Floor: _args(INDEX, REAL),
    Ceil: _args(INDEX, REAL), Binomial: _args(INDEX, INDEX), At: _at, Dot: _args(REAL, VECTOR), Sq: _args(REAL, VECTOR, REAL),
    Norm: _args(REAL, VECTOR, REAL), Sqrt: _args(REAL, REAL), Log: _args(REAL, REAL), Exp: _args(REAL, REAL),
    Sin: _args(REAL, REAL), Cos: _args(REAL, REAL), Pi: _args(REAL), Max: _args(REAL, REAL), Min: _args(REAL, REAL),
    Sign: _args(REAL, REAL), Piecewise: _piecewise, Derivative: _derivative,
    Nabla: _args(VECTOR, REAL), Lost: _lost, Undeclared: _undeclared,
    Total: _binder, BatchTotal: _binder, Integral: _binder, ArgMin: _binder, Le: _relation, Lt: _relation, Eq: _relation,
    **dict.fromkeys((ForAll, Exists, Both, Either, Negation, Implication, Iff, SomeInstance), _formulas), Members: _members,
    Schema: lambda t: sort_of(t.formula), LinearRate: _first_real, Infimum: _infimum,
    Prose: lambda t: "formula",
}
