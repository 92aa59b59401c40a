"""From text to trees of the language, for statements that come from a shell or a file. Text is never run as code.

    relation    sum (<= | < | >= | > | ==) sum
    sum         product ((+ | -) product)*
    product     sign ((* | /) sign)*
    sign        (+ | -)* power
    power       atom [** integer]
    atom        number | name | call ( sum, ... ) | ( sum )
    call        dot(u, v), also ip(u, v);  sq(u), |u|^2, of a scalar its square;  norm(u);  sqrt(a);  abs(a);  max(a, b);
                min(a, b)

Numbers are exact: 0.51 is 51/100 and 1e-3 is 1/1000. A name is a letter, or stands for the tree that it was given.
The grammar is read by hand rather than by Python's own: `lambda` is a name like any other, 0.1 is never a binary number, each
fault has its column, and a sum of 10,000 terms is no deeper than a sum of two.

>>> from proofs.language import positive, vector
>>> L, = positive("L"); x, y = vector("x y")
>>> parse("0.5*L*sq(x - y)", {"L": L, "x": x, "y": y}).tree
1/2*L*|x - y|^2
>>> relation("L >= 1/3", {"L": L})
1/3 <= L
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple, NoReturn

from sympy import Basic, Expr, Integer, Rational

from proofs import language as lang
from proofs.sorts import sort_of

MAX_TEXT = 250_000  # characters of an expression
MAX_DEPTH = 100  # levels of nesting: every later reader walks the tree by recursion
MAX_SIZE = 100_000  # nodes of a tree, names that stand for trees written out
MAX_DIGITS = 400  # of a number, in the text and in its decimal exponent
MAX_POWER = 64  # as the kernel reads

RELATIONS = ("<=", "<", ">=", ">", "==")
CALLS = {"dot": 2, "ip": 2, "sq": 1, "norm": 1, "sqrt": 1, "abs": 1, "max": 2, "min": 2}
_HEADS = {"dot": lang.Dot, "ip": lang.Dot, "sq": lang.Sq, "norm": lang.Norm, "sqrt": lang.Sqrt, "abs": lang.Norm,
          "max": lang.Max, "min": lang.Min}
_SHAPE = {word: ("u, v" if word in ("dot", "ip") else "a, b") if n == 2 else "u" for word, n in CALLS.items()}
_OF_VECTORS = {"dot": "write a*b for a product of scalars", "ip": "write a*b for a product of scalars"}
_OF_SCALARS = {"sqrt": "write norm(u) for sqrt(sq(u))", "abs": "write norm(u)", "max": "take norm(u) or sq(u) of the vector",
               "min": "take norm(u) or sq(u) of the vector"}
_TOKEN = re.compile(r"\s*(?:(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(?P<name>[^\W\d]\w*)"
                    r"|(?P<sign>\*\*|<=|>=|==|[-+*/(),<>]))")
_INSTEAD = {"^": "write ** for a power", "=": "write == for an equation",
            "!": "that two numbers differ is written as (a - b)**2 > 0", "≤": "write <=", "≥": "write >=", "−": "write -",
            "·": "write *", "×": "write *", "√": "write sqrt(a)", "|": "write norm(u) or abs(a)", "‖": "write norm(u) or sq(u)",
            "[": "use round parentheses", "]": "use round parentheses", "{": "use round parentheses",
            "}": "use round parentheses", ".": "names have no attributes; write a name, or a number such as 0.5",
            '"': "quoted text has no place in an expression", "'": "quoted text has no place in an expression",
            "⟨": "write dot(u, v)", "⟩": "write dot(u, v)"}
_KIND = {lang.REAL: "scalar", lang.VECTOR: "vector"}


class ParseError(ValueError):
    """Text that is no expression. One sentence with the text, the column (from 1), the cause and what to do."""

    def __init__(self, text: str, column: int, cause: str) -> None:
        self.column = column
        super().__init__(f"'{_around(text, column)}', column {column}: {cause}")


class Node(NamedTuple):
    """A tree with what a reader needs to know of it: sort ("real" or "vector"), levels of nesting, number of nodes."""

    tree: Expr
    sort: str
    depth: int = 1
    size: int = 1


Scope = Mapping[str, Any]  # name -> Node, Letter, or any other tree of the language


def parse(text: str, scope: Scope) -> Node:
    """An expression as a tree. Raises `ParseError`."""
    reader = _Reader(text, scope)
    found = reader.sum()
    if reader.kind in RELATIONS:
        reader.fail(f"'{reader.kind}' makes a relation, and an expression belongs here; "
                    "write the larger side minus the smaller")
    reader.finish()
    return found


def relation(text: str, scope: Scope) -> lang.Formula:
    """A relation as a formula; ``a >= b`` is read as ``b <= a``. Raises `ParseError`."""
    reader = _Reader(text, scope)
    left = reader.sum()
    place, sign = reader.at, reader.kind
    if sign not in RELATIONS:
        if sign != "end":
            reader.finish()
        reader.fail("a relation belongs here, and this is an expression; add <=, <, >=, > or == and a right side")
    reader.step()
    right = reader.sum()
    if reader.kind in RELATIONS:
        reader.fail("comparisons cannot be chained; write two relations")
    reader.finish()
    if left.sort != right.sort:
        reader.fail(f"compares a {_KIND[left.sort]} and a {_KIND[right.sort]}; "
                    "take sq(u), norm(u) or dot(u, v) of the vector", place)
    if left.sort == lang.VECTOR and sign != "==":
        reader.fail("vectors have no order; compare sq(u), norm(u) or dot(u, v)", place)
    if sign in (">=", ">"):
        left, right, sign = right, left, "<=" if sign == ">=" else "<"
    return {"<=": lang.Le, "<": lang.Lt, "==": lang.Eq}[sign](left.tree, right.tree)


def names(text: str) -> list[str]:
    """The names that occur in a text, calls left out, each once and in order. Raises `ParseError`."""
    tokens = list(_tokens(text))
    return list(dict.fromkeys(word for (kind, word, _), (after, _, _) in pairwise(tokens)
                              if kind == "name" and not (after == "(" and word in CALLS)))


def node(tree: Any) -> Node:
    """What a reader needs to know of a tree of the language."""
    if isinstance(tree, Node):
        return tree
    sort = sort_of(tree)
    return Node(tree, lang.REAL if sort == lang.INDEX else sort, _depth(tree), sum(1 for _ in _parts(tree)))


def _parts(tree: Basic) -> Iterator[Basic]:
    yield tree
    if not isinstance(tree, (lang.Letter, Rational)):
        for a in tree.args:
            yield from _parts(a)


def _depth(tree: Basic) -> int:
    return 1 if isinstance(tree, (lang.Letter, Rational)) else 1 + max(map(_depth, tree.args), default=0)


def _around(text: str, column: int) -> str:
    """The text, or what stands near the column where it is long."""
    if len(text) <= 100:
        return " ".join(text.split())
    low, high = max(0, column - 41), column + 39
    return ("..." if low else "") + " ".join(text[low:high].split()) + ("..." if high < len(text) else "")


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    """(kind, word, place): kind is "number", "name", the sign itself, or "end"."""
    if len(text) > MAX_TEXT:
        raise ParseError(text, 1, f"the text has {len(text):,} characters, and {MAX_TEXT:,} are read at most; "
                                  "name its parts under let, or split it into several statements")
    place, level, end = 0, 0, len(text.rstrip())
    while place < end:
        found = _TOKEN.match(text, place)
        if found is None:
            place += len(text[place:]) - len(text[place:].lstrip())
            sign = text[place]
            instead = _INSTEAD.get(sign, "it has numbers, names, + - * / **, parentheses and commas")
            raise ParseError(text, place + 1, f"'{sign}' is no part of an expression; {instead}")
        kind, word = str(found.lastgroup), found[str(found.lastgroup)]
        yield (word if kind == "sign" else kind), word, found.start(kind)
        level += (word == "(") - (word == ")")
        if level > MAX_DEPTH:
            raise ParseError(text, found.start(kind) + 1, f"parentheses nest more than {MAX_DEPTH} deep; "
                                                          "name the inner parts under let")
        place = found.end()
    yield "end", "", end


class _Reader:
    """Reads tokens from left to right. ``kind``, ``word`` and ``at`` are those of the token in hand."""

    def __init__(self, text: str, scope: Scope) -> None:
        self.text, self.scope, self.tokens = text, scope, list(_tokens(text))
        self.here = -1
        self.step()

    def step(self) -> str:
        """Take the token in hand, and return its word."""
        word = self.tokens[self.here][1]
        self.here += 1
        self.kind, self.word, self.at = self.tokens[self.here]
        return word

    def fail(self, cause: str, place: int | None = None) -> NoReturn:
        """Refuse the text at the token in hand, or at another place."""
        raise ParseError(self.text, (self.at if place is None else place) + 1, cause)

    def finish(self) -> None:
        """Nothing may follow."""
        if self.kind == ")":
            self.fail("this parenthesis closes none; take it away, or open one before it")
        if self.kind == ",":
            self.fail("a comma stands between the arguments of a call only; decimals have a point")
        if self.kind != "end":
            self.fail(f"an operator is missing before '{self.word}'; write a*b for a product")

    def make(self, place: int, tree: Expr, sort: str, *parts: Node) -> Node:
        """A node over its parts; refuses what is too deep or too large for the readers that come after."""
        depth = 1 + max(p.depth - (_joins(tree, p.tree, i)) for i, p in enumerate(parts))
        size = 1 + sum(p.size for p in parts)
        if depth > MAX_DEPTH:
            self.fail(f"terms nest more than {MAX_DEPTH} deep (names under let written out); simplify the inner ones", place)
        if size > MAX_SIZE:
            self.fail(f"the term has more than {MAX_SIZE:,} parts (names under let written out); split the statement", place)
        return Node(tree, sort, depth, size)

    def want(self, part: Node, place: int, sort: str, what: str, instead: str) -> None:
        if part.sort != sort:
            self.fail(f"{what} is a {_KIND[part.sort]}, a {_KIND[sort]} belongs here; {instead}", place)

    def sum(self) -> Node:
        place = self.at
        parts = [self.product()]
        trees = list(_opened(parts[0].tree))
        while self.kind in ("+", "-"):
            place, sign = self.at, self.step()
            part = self.product()
            if part.sort != parts[0].sort:
                self.fail(f"adds a {_KIND[parts[0].sort]} and a {_KIND[part.sort]}; "
                          "take sq(u), norm(u) or dot(u, v) of a vector, or scale a vector by the scalar", place)
            parts.append(part if sign == "+" else self.make(place, part.tree, part.sort, part))
            trees += _opened(part.tree) if sign == "+" else [lang.Neg(part.tree)]
        return parts[0] if len(parts) == 1 else self.make(place, lang.Plus(*trees), parts[0].sort, *parts)

    def product(self) -> Node:
        place, done = self.at, self.sign()
        factors, parts = list(done.tree.args if isinstance(done.tree, lang.Times) else [done.tree]), [done]
        vector = done.sort == lang.VECTOR
        while self.kind in ("*", "/"):
            place, sign = self.at, self.step()
            part = self.sign()
            if sign == "*":
                if vector and part.sort == lang.VECTOR:
                    self.fail("multiplies two vectors; write dot(u, v)", place)
                vector = vector or part.sort == lang.VECTOR
                factors.append(part.tree)
                parts.append(part)
                continue
            self.want(part, place, lang.REAL, "the denominator", "write norm(u) or sq(u)")
            if part.tree == 0:
                self.fail("divides by zero; an instance without a value supports nothing", place)
            top = self.product_of(place, factors, parts)
            number = isinstance(top.tree, Integer) and isinstance(part.tree, Integer)
            tree = Rational(top.tree, part.tree) if number else lang.Over(top.tree, part.tree)
            factors, parts = [tree], [self.make(place, tree, top.sort, top, part)]
        return self.product_of(place, factors, parts)

    def product_of(self, place: int, factors: list[Expr], parts: list[Node]) -> Node:
        if len(parts) == 1:
            return parts[0]
        sort = lang.VECTOR if any(p.sort == lang.VECTOR for p in parts) else lang.REAL
        return self.make(place, lang.Times(*factors), sort, *parts)

    def sign(self) -> Node:
        signs = []
        while self.kind in ("+", "-"):
            signs.append((self.at, self.step()))
        found = self.power()
        for place, sign in reversed(signs):
            found = found if sign == "+" else self.make(place, lang.Neg(found.tree), found.sort, found)
        return found

    def power(self) -> Node:
        base = self.atom()
        if self.kind != "**":
            return base
        place = self.at
        self.step()
        self.want(base, place, lang.REAL, "the base of the power", "write sq(u) or norm(u)")
        negative, at = False, self.at
        while self.kind in ("+", "-"):
            negative ^= self.step() == "-"
        exponent = _number(self.atom().tree)
        if self.kind == "**":
            self.fail("a power of a power needs parentheses; write (a**2)**3 or a**8")
        if exponent is None or exponent.denominator != 1:
            self.fail("the exponent is no integer; write a whole number" + ("" if exponent is None else ", or sqrt(a)"), at)
        n = int(exponent)*(-1 if negative else 1)
        if abs(n) > MAX_POWER:
            self.fail(f"the exponent {n} is beyond {MAX_POWER} in size; write a product of smaller powers", at)
        if n < 0 and base.tree == 0:
            self.fail("a negative power of zero; an instance without a value supports nothing", place)
        return self.make(place, lang.Power(base.tree, Integer(n)), lang.REAL, base)

    def atom(self) -> Node:
        place, kind, word = self.at, self.kind, self.word
        if kind == "number":
            return Node(self.number(), lang.REAL)
        if kind == "name":
            self.step()
            return self.call(word, place) if self.kind == "(" else self.name(word, place)
        if kind == "(":
            self.step()
            found = self.sum()
            self.close(place)
            return found
        if kind == "end":
            self.fail("the text ends where a term belongs; complete it" if place else "the text is empty; write an expression")
        self.fail(f"'{word}' stands where a term belongs; put a number, a name or a parenthesis before it")

    def close(self, opened: int) -> None:
        if self.kind == "end":
            self.fail("this parenthesis is never closed; add )", opened)
        if self.kind in RELATIONS:
            self.fail(f"'{self.kind}' inside parentheses; a relation stands outside of them")
        if self.kind != ")":
            self.finish()
        self.step()

    def number(self) -> Rational:
        place, word = self.at, self.word
        if len(word) > MAX_DIGITS or abs(int(re.split("[eE]", word)[1] if re.search("[eE]", word) else 0)) > MAX_DIGITS:
            self.fail(f"a number of more than {MAX_DIGITS} digits; write it as a letter with a hypothesis", place)
        self.step()
        if self.kind in ("name", "number") and self.at == place + len(word):
            self.fail(f"an operator is missing between '{word}' and '{self.word}'; write {word}*{self.word}"
                      if self.kind == "name" else f"'{word}{self.word}' is no number; a number has one point at most")
        exact = Fraction(word)
        return Rational(exact.numerator, exact.denominator)

    def name(self, word: str, place: int) -> Node:
        if word in self.scope:
            return node(self.scope[word])
        near = get_close_matches(word, self.scope, n=3, cutoff=0.6) or [n for n in self.scope if n.lower() == word.lower()]
        known = ", ".join(list(self.scope)[:20]) + (", ..." if len(self.scope) > 20 else "")
        if word in CALLS:
            self.fail(f"'{word}' is a call and needs arguments; write {word}({_SHAPE[word]})", place)
        self.fail(f"the name '{word[:40]}' is not declared; "
                  + (f"did you mean {' or '.join(near)}?" if near else f"declare it (declared: {known or 'nothing'})"), place)

    def call(self, word: str, place: int) -> Node:
        opened = self.at
        if word not in CALLS:
            self.fail(f"'{word}' is a name, no call; write {word}*(...) for a product" if word in self.scope else
                      f"'{word[:40]}' is no call of the language; the calls are dot(u, v) or ip(u, v), sq(u), norm(u), "
                      "sqrt(a), abs(a), max(a, b), min(a, b)", place)
        self.step()
        places, parts = [], []
        while self.kind != ")" or parts:
            places.append(self.at)
            parts.append(self.sum())
            if self.kind != ",":
                break
            self.step()
        self.close(opened)
        if len(parts) != CALLS[word]:
            self.fail(f"{word} takes {CALLS[word]} argument{'s' if CALLS[word] > 1 else ''}, and {len(parts)} stand here; "
                      f"write {word}({_SHAPE[word]})", place)
        for part, at in zip(parts, places, strict=True):
            for sort, told in ((lang.VECTOR, _OF_VECTORS), (lang.REAL, _OF_SCALARS)):
                if word in told:
                    self.want(part, at, sort, f"this argument of {word}", told[word])
        return self.make(place, _HEADS[word](*(p.tree for p in parts)), lang.REAL, *parts)


def _opened(tree: Expr) -> tuple[Expr, ...]:
    return tree.args if isinstance(tree, lang.Plus) else (tree,)


def _joins(tree: Expr, part: Expr, i: int) -> bool:
    """Whether the i-th part is written into a node rather than under it: a sum in a sum, a product at the head of one."""
    return (isinstance(part, lang.Plus) and isinstance(tree, lang.Plus)) or (
        i == 0 and isinstance(part, lang.Times) and isinstance(tree, lang.Times))


def _number(tree: Expr) -> Fraction | None:
    """The value of a number with a sign; None for anything else."""
    if isinstance(tree, lang.Neg):
        inner = _number(tree.args[0])
        return None if inner is None else -inner
    return Fraction(int(tree.p), int(tree.q)) if isinstance(tree, Rational) else None
