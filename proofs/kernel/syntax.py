"""Terms and formulas as nested tuples, read from JSON.

    term     3 | "L" | ("+", a, ...) | ("-", a) | ("*", a, ...) | ("/", a, b) | ("^", a, 2) | ("pow", q, n)
             ("dot", u, v) | ("sq", u) | ("norm", u) | ("sqrt", a) | ("log", a) | ("exp", a)
             ("sin", a) | ("cos", a) | ("pi",) | ("max", a, b) | ("min", a, b) | ("sgn", a)
             ("if", a, b, u, v)                              u where a <= b, else v
             ("val", f, u) | ("grad", f, u) | ("at", "w", k)  f is "f" or a member ("at", "f", i) of a function sequence
             ("app", A, u)                                   A is "A", a Hessian ("hess", f, x) or an inverse ("inv", A)
             ("floor", a) | ("ceil", a) | ("binom", n, k)    integers
             ("sum", lo, hi, body) | ("int", lo, hi, body)   the body names its bound letter ("b", 0)
             ("batches", N, K, body)                         sum over all K-element subsets B of {1..N} of sum_{i in B} body
             ("slack", "fact")                               rhs - lhs of a fact, in certificates only
    formula  ("<=", a, b) | ("<", a, b) | ("==", a, b) | ("and", A, ...) | ("or", A, ...) | ("not", A) | ("implies", A, B)
             ("forall", (("x", "vector"), ...), (conditions), formula) | ("exists", the same)
             ("linear", body)  | ("inf", f, value) | ("twice", f)

Binders are nameless (de Bruijn): an index shift cannot happen by notation.
Totality: a quotient by 0 is 0, the root of a negative number is 0, the logarithm of a number that is not positive is some
number about which nothing is known; so no rule may cancel a denominator that is not proved nonzero. A Hessian or an inverse
that does not exist is 0, and there are no subsets of N < 0 things. (Whether an instance of a statement is admissible at all
is asked where instances are: in models and on arrays.)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

Term = Any
Formula = tuple[Any, ...]
RELATIONS = ("<=", "<", "==")
CONNECTIVES = ("and", "or", "not", "implies")
QUANTIFIERS = ("forall", "exists")
BINDERS = ("sum", "int", "batches")
NAMED = ("val", "grad", "hess", "app", "inv", "at")  # heads whose first argument is no number and no vector
ARITY = {"-": 1, "/": 2, "^": 2, "pow": 2, "dot": 2, "sq": 1, "norm": 1, "sqrt": 1, "log": 1, "exp": 1,
         "sin": 1, "cos": 1, "pi": 0, "max": 2, "min": 2, "sgn": 1, "if": 4,
         "val": 2, "grad": 2, "hess": 2, "app": 2, "inv": 1, "at": 2, "floor": 1, "ceil": 1, "binom": 2,
         "sum": 3, "int": 3, "batches": 3, "b": 1, "slack": 1}
SORTS = ("real", "vector", "index", "function", "operator", "real sequence", "vector sequence", "function sequence")
SIGNS = ("", "> 0", ">= 0")
SIGNED = ("real", "index", "real sequence")  # sorts whose letters may have a sign


class Reject(Exception):
    """A certificate that proves nothing; ``cause`` is one word from a short list, the message says why."""

    def __init__(self, cause: str, message: str) -> None:
        super().__init__(f"{cause}: {message}")
        self.cause = cause


@contextmanager
def refusing(what: str) -> Iterator[None]:
    """Malformed data are refused like wrong ones: no other exception leaves the kernel."""
    try:
        yield
    except RecursionError:
        raise Reject("shape", f"{what}: a term is nested too deeply") from None
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as fault:
        raise Reject("shape", f"{what}: malformed data ({type(fault).__name__}: {fault})") from None


def freeze(data: Any) -> Any:
    """JSON lists as tuples; floats are refused, and so are the names of internal letters."""
    if isinstance(data, (list, tuple)):
        return tuple(freeze(a) for a in data)
    if isinstance(data, str) and data.startswith("#"):
        raise Reject("capture", f"{data!r} is the name of an internal letter")
    if isinstance(data, float) or isinstance(data, bool) or data is None:
        raise Reject("shape", f"{data!r} is no part of a term")
    return data


def show(t: Term) -> str:
    """A term or formula as text, for messages."""
    if isinstance(t, tuple):
        return "(" + " ".join(show(a) for a in t) + ")"
    return str(t)


def check_shape(t: Term, depth: int = 0, slacks: bool = False) -> None:
    """Refuse what is no term: unknown heads, wrong arity, a bound letter outside its binder.

    Slacks name facts of a scope: they may stand in certificates only, never in a formula that leaves the scope.
    """
    if type(t) is int or type(t) is Fraction:
        return
    if isinstance(t, str):
        return
    if not isinstance(t, tuple) or not t or not isinstance(t[0], str):
        raise Reject("shape", f"{show(t)} is no term")
    head, args = t[0], t[1:]
    if head in ("+", "*"):
        if not args:
            raise Reject("shape", f"{show(t)}: an empty {head}")
    elif ARITY.get(head) != len(args):
        raise Reject("shape", f"{show(t)}: {head!r} is no head with {len(args)} arguments")
    if head == "b":
        if not isinstance(args[0], int) or not 0 <= args[0] < depth:
            raise Reject("capture", f"{show(t)}: a bound letter outside its binder")
        return
    if head == "slack" and not slacks:
        raise Reject("shape", f"{show(t)}: a slack belongs in a certificate, not in a formula")
    if head == "^":
        if not isinstance(args[1], int) or isinstance(args[1], bool) or abs(args[1]) > 64:
            raise Reject("shape", f"{show(t)}: the exponent must be an integer of size at most 64")
        args = args[:1]
    if head in NAMED or head == "slack":
        if not isinstance(args[0], str) and (head in ("at", "slack") or not isinstance(args[0], tuple)):
            raise Reject("shape", f"{show(t)}: a name belongs there")
    for i, a in enumerate(args):
        check_shape(a, depth + 1 if head in BINDERS and i == 2 else depth, slacks)


def lift(t: Term, by: int, depth: int = 0) -> Term:
    """A term as it reads inside ``by`` further binders: its bound letters are further away."""
    if not by or not isinstance(t, tuple):
        return t
    if t[0] == "b":
        return ("b", t[1] + by) if t[1] >= depth else t
    return (t[0], *(lift(a, by, depth + 1 if t[0] in BINDERS and i == 2 else depth) for i, a in enumerate(t[1:])))


def open_binder(body: Term, value: Term, depth: int = 0) -> Term:
    """The body of a binder, which mentions no other bound letter, at a value."""
    if not isinstance(body, tuple):
        return body
    if body[0] == "b":
        return lift(value, depth) if body[1] == depth else body
    if body[0] in BINDERS:
        return (body[0], open_binder(body[1], value, depth), open_binder(body[2], value, depth),
                open_binder(body[3], value, depth + 1))
    return (body[0], *(open_binder(a, value, depth) for a in body[1:]))


def bind(t: Term, letter: str, depth: int = 0) -> Term:
    """The inverse of `open_binder`: abstract a free letter."""
    if t == letter and isinstance(t, str):
        return ("b", depth)
    if not isinstance(t, tuple):
        return t
    if t[0] in BINDERS:
        return (t[0], bind(t[1], letter, depth), bind(t[2], letter, depth), bind(t[3], letter, depth + 1))
    if t[0] in NAMED and isinstance(t[1], str):  # a name, which is no letter of the binder's sort
        return (t[0], t[1], *(bind(a, letter, depth) for a in t[2:]))
    return (t[0], *(bind(a, letter, depth) for a in t[1:]))


def substitute(t: Any, values: dict[str, Term]) -> Any:
    """Simultaneous substitution for free letters, in a term or a formula; capture is refused.

    Values are closed terms, names, and for a sequence also ("members", body): its k-th member is the body at k.
    """
    if isinstance(t, str):
        return values.get(t, t)
    if not isinstance(t, tuple) or not t:
        return t
    if t[0] in QUANTIFIERS:
        head, letters, conditions, body = t
        names = {name for name, _ in letters}
        inner = {a: b for a, b in values.items() if a not in names}
        free = free_letters(body).union(*(free_letters(c) for c in conditions)) - names
        clash = {n for a, b in inner.items() if a in free for n in free_letters(b)} & names
        if clash:
            raise Reject("capture", f"the substitution would capture {', '.join(sorted(clash))} in {show(t)}")
        return (head, letters, tuple(substitute(c, inner) for c in conditions), substitute(body, inner))
    if t[0] == "at" and isinstance(values.get(t[1]), tuple):
        return open_binder(values[t[1]][1], substitute(t[2], values))
    if t[0] in ("b", "slack"):
        return t
    return (t[0], *(substitute(a, values) for a in t[1:]))


def free_letters(t: Any) -> set[str]:
    """The names that occur free in a term or formula."""
    if isinstance(t, str):
        return {t}
    if not isinstance(t, tuple) or not t or t[0] in ("b", "slack"):
        return set()
    if t[0] in QUANTIFIERS:
        _, letters, conditions, body = t
        return free_letters(body).union(*(free_letters(c) for c in conditions)) - {name for name, _ in letters}
    found: set[str] = set()
    for a in t[1:]:
        found |= free_letters(a)
    return found


def names(t: Any) -> set[str]:
    """Every name in a term or formula, free or bound, and every head."""
    return {t} if isinstance(t, str) else set().union(*map(names, t)) if isinstance(t, tuple) else set()


def fresh(letters: list[str], *trees: Any) -> list[str]:
    """Names like these that occur nowhere in the trees."""
    taken, out = set().union(*map(names, trees)), []
    for name in letters:
        while name in taken:
            name += "'"
        out.append(name)
        taken.add(name)
    return out


def slacks(t: Term) -> set[str]:
    """The facts whose slacks a term mentions."""
    if not isinstance(t, tuple):
        return set()
    return {t[1]} if t[0] == "slack" else set().union(*(slacks(a) for a in t[1:]))


def height(t: Term) -> int:
    """How many binders are nested in a term."""
    if not isinstance(t, tuple):
        return 0
    inner = max((height(a) for a in t[1:]), default=0)
    return inner + 1 if t[0] in BINDERS else inner
