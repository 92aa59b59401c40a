"""What each hypothesis does when instances are drawn: it binds a letter, it bounds one, or it is only checked.

``solve_for`` turns ``1 - L*eta/2 > 0`` into the bound ``eta < 1*2/L`` by moving addends and factors whose sign is known.

Legend: *up* a class constant that may be made larger, *down* one that may be made smaller, *exact* neither.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sympy import Basic, Integer, Rational

from numerics.formulas import SPECTRAL
from proofs import language as lang
from proofs.language import (
    FUNCTION,
    INDEX,
    OPERATOR,
    VECTOR,
    Eq,
    ForAll,
    Formula,
    Infimum,
    Letter,
    Lt,
    Relation,
    Schema,
    letters_of,
)

# How each parameter after f may be moved without leaving the class.
SLACK = {
    "lipschitz_gradient": ("up",), "upper_quadratic": ("up",), "strongly_convex": ("down",), "convex": (),
    "polyak_lojasiewicz": ("down", "up"), "error_bound": ("down", "up"), "semi_smooth": ("up", "up"),
    "bounded_below": ("down",), "minimiser": ("exact",), "infimum": ("exact",), "twice_differentiable": (),
    "loewner_below": ("up",), "eigenvalues_at_most": ("up",), "loewner_above": ("down",), "eigenvalues_at_least": ("down",),
    "eigenvalues_between": ("down", "up"), "largest_eigenvalue": ("exact",), "smallest_eigenvalue": ("exact",),
    "positive_semidefinite": (), "positive_definite": (), "invertible": (), "eigenbasis": (),
}

# Classes that say what a letter is, with the place of that letter among their parameters.
DEFINING = {"iterates": 0, "subgradient": 0, "best_iterate": 0, "strongly_convex_split": 1, "minimiser": 1,
            "local_error_bound": 2}  # of the last two, which may stand together, the letter is a minimiser of f


@dataclass(frozen=True)
class Bound:
    """``letter`` is ``sense`` ("<=", ">=", "==") ``other``.

    For a sequence: its member at ``offset`` from the quantified ``index``, or at the place ``offset`` where none is.
    """

    sense: str
    strict: bool
    other: Basic
    index: Letter | None = None
    offset: Any = 0


@dataclass
class Roles:
    """The hypotheses of a theorem, sorted by what they do."""

    classes: dict[Letter, list[Schema]] = field(default_factory=dict)  # function letter -> what is asked of it
    recursions: dict[Letter, tuple[Letter, Basic]] = field(default_factory=dict)  # sequence -> (index, next point)
    subgradients: dict[Letter, tuple[Letter, Basic]] = field(default_factory=dict)  # s -> (g, point)
    splits: dict[Letter, tuple[Letter, Basic]] = field(default_factory=dict)  # g -> (f, sigma)
    defined: dict[Letter, tuple[Letter, Basic]] = field(default_factory=dict)  # f -> (x, what f(x) is)
    inverses: dict[Letter, Letter] = field(default_factory=dict)  # B -> A, of which it is the inverse
    bases: dict[Letter, tuple[Letter, str]] = field(default_factory=dict)  # sequence -> (operator, eigenvalue or eigenvector)
    dimensions: set[Letter] = field(default_factory=set)  # index letters that count the coordinates
    bounds: dict[Letter, list[Bound]] = field(default_factory=dict)
    radii: dict[Letter, list[Bound]] = field(default_factory=dict)  # how long a vector or number may be
    checks: dict[str, Formula] = field(default_factory=dict)  # evaluated on every instance
    refused: str = ""  # why nothing can be run


def read(hypotheses: dict[str, Formula]) -> Roles:
    """Sort the hypotheses of a theorem."""
    roles = Roles()
    for name, formula in hypotheses.items():
        if isinstance(formula, Infimum):
            formula = lang.schema("infimum", (formula.function, formula.value), formula)
        if isinstance(formula, lang.Twice):
            formula = lang.schema("twice_differentiable", formula.args, formula)
        if isinstance(formula, Schema):
            _schema(roles, name, formula)
        elif isinstance(formula, (lang.Exists, lang.Both, lang.Either, lang.Negation, lang.Implication, lang.Iff)):
            roles.checks[name] = formula
        elif isinstance(formula, lang.Word):
            roles.refused = roles.refused or f"the hypothesis {name} speaks of infinitely many steps: {formula}"
        elif over_indices(formula):
            roles.checks[name] = formula
            _bounds(roles, formula)
        elif (given := _given_by_a_formula(formula)) is not None:
            roles.defined[given[0]] = given[1:]
        else:
            roles.refused = roles.refused or f"the hypothesis {name} is no class that a family declares: {formula}"
    roles.refused = roles.refused or _defined_twice(hypotheses)
    for f in roles.defined:
        known = [s.name for s in roles.classes.get(f, [])]
        if known:
            roles.refused = roles.refused or f"{f} is given by a formula, and nothing shows the class {known[0]} of it"
    for g in roles.splits:
        beyond = [s.name for s in roles.classes.pop(g, []) if s.name != "convex"]  # convex by construction, no more is known
        roles.refused = roles.refused or (f"no family declares the class {beyond[0]} of {g}" if beyond else "")
    return roles


def over_indices(formula: Formula) -> bool:
    """A relation, or a relation for all values of indices: arrays can check it."""
    body, letters = (formula.body, formula.letters) if isinstance(formula, ForAll) else (formula, ())
    conditions = formula.conditions if isinstance(formula, ForAll) else ()
    return all(isinstance(f, Relation) for f in (body, *conditions)) and all(v.sort == INDEX for v in letters)


def _given_by_a_formula(formula: Formula) -> tuple[Letter, Letter, Basic] | None:
    """f, x and the right side of ``f(x) == ...`` for all x, where the right side does not speak of f."""
    if not isinstance(formula, ForAll) or formula.conditions or len(formula.letters) != 1 or not isinstance(formula.body, Eq):
        return None
    (x,), (left, right) = formula.letters, formula.body.args
    f = left.args[0] if isinstance(left, lang.Value) and left.args[1] == x else None
    if not isinstance(f, Letter) or x.sort != VECTOR or f in letters_of(right):
        return None
    return f, x, right


def _defined_twice(hypotheses: dict[str, Formula]) -> str:
    """A letter that two hypotheses define is not drawn: binding it by one would silently drop the other."""
    defined: dict[Letter, Basic] = {}
    for s in hypotheses.values():
        if isinstance(s, Schema) and s.name in DEFINING:
            letter = s.params[DEFINING[s.name]]
            meaning = s.params[0] if s.name in ("minimiser", "local_error_bound") else s
            if defined.setdefault(letter, meaning) != meaning:
                return f"{letter} is defined twice, the second time by the class {s.name}"
    return ""


def _schema(roles: Roles, name: str, s: Schema) -> None:
    first = s.params[0]
    if s.name == "iterates":
        k, relation = s.formula.letters[0], s.formula.body
        roles.recursions[first] = (k, relation.rhs)
    elif s.name == "subgradient":
        roles.subgradients[first] = (s.params[1], s.params[2])
    elif s.name == "strongly_convex_split":
        f, g, sigma = s.params
        roles.splits[g] = (f, sigma)
        roles.classes.setdefault(f, []).append(lang.schema("strongly_convex", (f, sigma), s.formula))
    elif s.name == "best_iterate":
        best, f, w, t = s.params
        i = s.formula.letters[0]
        least = lang.ArgMin(lang.Sq(lang.Gradient(f, w[i])), i, Integer(0), t - 1)
        roles.bounds.setdefault(best, []).append(Bound("==", False, w[least]))
    elif s.name == "local_error_bound":  # the families know error bounds that hold everywhere, hence in every ball
        _, delta, xs, _ = s.params
        for known in (("error_bound", (first, delta, first(xs))), ("minimiser", (first, xs))):
            roles.classes.setdefault(first, []).append(lang.schema(*known, s.formula))
    elif s.name == "error_bound" and len(s.params) == 2:  # f* = 0
        roles.classes.setdefault(first, []).append(lang.schema(s.name, (*s.params, Integer(0)), s.formula))
    elif s.name == "eigenbasis" and isinstance(first, Letter):
        _, e, lam, d = s.params
        roles.classes.setdefault(first, []).append(lang.schema(s.name, (first,), s.formula))
        roles.bases |= {e: (first, "eigenvector"), lam: (first, "eigenvalue")}
        roles.dimensions |= {d} if isinstance(d, Letter) else set()
    elif s.name == "inverse_of" and all(isinstance(A, Letter) for A in s.params):
        roles.inverses[first] = s.params[1]
        roles.classes.setdefault(s.params[1], []).append(lang.schema("invertible", (s.params[1],), s.formula))
    elif s.name in SLACK and isinstance(first, Letter) and first.sort in (FUNCTION, OPERATOR):
        roles.classes.setdefault(first, []).append(s)
    elif s.name in SPECTRAL and isinstance(first, lang.Operator):  # of a Hessian, say: its eigenvalues are computed
        roles.checks[name] = s
    elif over_indices(s.formula):  # a noise model, say: what it asks of each member can be bound and checked
        roles.checks[name] = s.formula
        _bounds(roles, s.formula)
    else:
        roles.refused = roles.refused or f"no family declares the class {s.name} (hypothesis {name})"


def _bounds(roles: Roles, formula: Formula) -> None:
    relation, index = (formula.body, formula.letters[0]) if isinstance(formula, ForAll) else (formula, None)
    if not isinstance(relation, Relation):
        return
    _radius(roles, relation, index)
    lone = {side for side in (relation.lhs, relation.rhs) if side in _members(relation)}
    for atom in sorted(lone or _members(relation), key=str):  # a letter printed alone is the one that is bounded
        letter = atom if isinstance(atom, Letter) else atom.args[0]
        solved = solve_for(atom, relation)
        if solved is None or letter.sort == INDEX or (index is not None and isinstance(atom, Letter)):
            continue
        offset = _offset(atom.args[1], index) if not isinstance(atom, Letter) else 0
        if offset is not None and not _looks_ahead(solved[2], letter, index, offset):
            sense, strict, other = solved
            roles.bounds.setdefault(letter, []).append(Bound(sense, strict, other, index, offset))


def _radius(roles: Roles, relation: Relation, index: Letter | None) -> None:
    """``|u| <= r`` or ``|u|^2 <= r`` for a letter or a member of a sequence."""
    side, atom = relation.lhs, relation.lhs.args[0] if isinstance(relation.lhs, (lang.Sq, lang.Norm)) else None
    if isinstance(relation, Eq) or not isinstance(atom, (Letter, lang.At)) or contains(relation.rhs, atom):
        return
    letter, offset = (atom, 0) if isinstance(atom, Letter) else (atom.args[0], _offset(atom.args[1], index))
    if offset is not None and not _looks_ahead(relation.rhs, letter, index, offset):
        other = relation.rhs if isinstance(side, lang.Norm) else lang.Sqrt(relation.rhs)
        roles.radii.setdefault(letter, []).append(Bound("<=", isinstance(relation, Lt), other, index, offset))


def _looks_ahead(tree: Basic, sequence: Letter, index: Letter | None, offset: Any) -> bool:
    """Whether a bound on a member speaks of a later member of the same sequence: sequences are drawn from their start."""
    if isinstance(tree, lang.At) and tree.args[0] == sequence:
        other = _offset(tree.args[1], index)
        if index is None:  # places: w[1] is drawn after w[0]
            return not (isinstance(other, Integer) and isinstance(offset, Integer) and int(other) < int(offset))
        return other is None or other >= offset
    return any(_looks_ahead(a, sequence, index, offset) for a in tree.args)


def _members(tree: Basic) -> set[Basic]:
    """The letters of a relation, and the members of its sequences."""
    if isinstance(tree, (Letter, lang.At)):
        beyond = (FUNCTION, INDEX, OPERATOR, lang.FUNCTION_SEQUENCE)
        return {tree} if not isinstance(tree, Letter) or tree.sort not in beyond else set()
    return set().union(*(_members(a) for a in tree.args)) if tree.args else set()


def _offset(where: Basic, index: Letter | None) -> Any:
    if index is None:
        return where
    if where == index:
        return 0
    if isinstance(where, lang.Plus) and len(where.args) == 2 and where.args[0] == index:
        step = where.args[1]
        if isinstance(step, Integer):
            return int(step)
        if isinstance(step, lang.Neg) and isinstance(step.args[0], Integer):
            return -int(step.args[0])
    return None


def solve_for(atom: Basic, relation: Relation) -> tuple[str, bool, Basic] | None:
    """The bound that a relation puts on an atom that occurs once: (sense, strict, other side), or None."""
    left, right = contains(relation.lhs, atom), contains(relation.rhs, atom)
    if left == right:
        return None
    side, other = (relation.lhs, relation.rhs) if left else (relation.rhs, relation.lhs)
    sense = "==" if isinstance(relation, Eq) else "<=" if left else ">="
    while side != atom:
        step = _peel(atom, side, other)
        if step is None:
            return None
        side, other, flips = step
        sense = {"<=": ">=", ">=": "<=", "==": "=="}[sense] if flips else sense
    return sense, isinstance(relation, Lt), other


def contains(tree: Basic, atom: Basic) -> bool:
    """Whether the atom occurs in the tree."""
    return tree == atom or any(contains(a, atom) for a in tree.args)


def _peel(atom, side, other):
    """One layer off: (inner side, other side, whether the relation turns round)."""
    inside = [a for a in side.args if contains(a, atom)]
    if len(inside) != 1:
        return None
    rest = [a for a in side.args if a is not inside[0]]
    if isinstance(side, lang.Plus):
        return inside[0], lang.Plus(other, *(lang.Neg(a) for a in rest)), False
    if isinstance(side, lang.Neg):
        return inside[0], lang.Neg(other), True
    if isinstance(side, lang.Times) and all(_positive(a) for a in rest):
        return inside[0], lang.Over(other, rest[0] if len(rest) == 1 else lang.Times(*rest)), False
    if isinstance(side, lang.Over) and inside[0] is side.args[0] and _positive(side.args[1]):
        return inside[0], lang.Times(other, side.args[1]), False
    return None


def _positive(tree: Basic) -> bool:
    if isinstance(tree, Rational):
        return tree.p > 0
    if isinstance(tree, Letter):
        return tree.sign == "> 0"
    return isinstance(tree, (lang.Times, lang.Over, lang.Sqrt)) and all(_positive(a) for a in tree.args)


def farthest(tree: Basic) -> int:
    """The largest number that stands as an index or as the end of a sum: so far free sequences must reach."""
    first = {lang.At: 1, lang.Total: 2, lang.BatchTotal: 2}.get(type(tree), len(tree.args))
    places = tree.args[first:]
    here = max((int(n) for place in places for n in place.atoms(Integer)), default=0)
    return max([here, *(farthest(a) for a in tree.args)])


def asked_letters(statements) -> list[Letter]:
    """Every letter of the hypotheses and statements, by name."""
    found: set[Letter] = set()
    for formula in statements:
        found |= letters_of(formula)
        while isinstance(formula, (ForAll, Schema)):
            found |= set(formula.letters) if isinstance(formula, ForAll) else set()
            formula = formula.body if isinstance(formula, ForAll) else formula.formula
            found |= letters_of(formula)
    return sorted(found, key=lambda v: (v.name, v.sort))

