"""Certificates with Gram blocks: semidefinite programs at sampled parameters, multipliers fitted, squares completed exactly.

The claim and the hypotheses are read as quadratic in the *state* (vectors, and reals without a sign) with coefficients in
the *parameters* (reals with a sign). At sampled parameters a semidefinite program finds multipliers; each multiplier is
fitted as a product of parameters and constraints; what is left is completed to squares symbolically (LDL'), and each weight is
shown nonnegative by the linear search. Floats only propose; the kernel checks the identity that comes out.

Legend: H hypotheses that speak of the state, e equations, R what is left, A the block of 1 and the reals, B of the vectors.
"""

from __future__ import annotations

import time
from fractions import Fraction
from itertools import permutations
from typing import Any

import clarabel
import numpy as np
import sympy
from scipy import sparse

from proofs.kernel.checker import Checker
from proofs.kernel.normal import ONE, Poly
from proofs.kernel.syntax import Formula, Reject, Term
from proofs.search.linear import find
from proofs.search.unread import atom_term, number, poly_term

State = tuple[Any, ...]  # () | (s,) | (s, t) | ("dot", i, j)
Row = dict[State, sympy.Expr]
SAMPLES, SMALL = 40, 1e-6


class Problem:
    """The claim and the hypotheses as quadratic forms of the state."""

    def __init__(self, space: Checker, goal: Formula, using: list[str]) -> None:
        self.space, self.symbols, self.compiled, self.factors = space, {}, None, None
        self.written = [goal, *(space.facts[name] for name in using)]
        self.target = self.row(space.slack(goal))
        self.rows: list[tuple[Row, Term, str]] = []  # row, factor of the certificate, kind: "<=", "<", "=="
        self.constraints: list[tuple[sympy.Expr, str]] = []  # on parameters only
        for name in using:
            formula = space.facts[name]
            if space.sort(formula[1]) == "vector":
                e = space.vector(("slack", name))
                for i in self._bases(space, using, goal):
                    self.rows.append((self.row(space.inner({i: {ONE: Fraction(1)}}, e)), (atom_term(space, i), name), "=="))
                continue
            row = self.row(space.slack(formula))
            if set(row) <= {()}:
                self.constraints.append((row.get((), sympy.S.Zero), name))
            else:
                self.rows.append((row, (None, name) if formula[0] == "==" else ("slack", name), formula[0]))
        states = {s for row, *_ in [(self.target, 0, ""), *self.rows] for s in row}
        self.reals = sorted({i for s in states if s and s[0] != "dot" for i in s})
        self.vectors = sorted({i for s in states if s and s[0] == "dot" for i in s[1:]})

    def numbers(self, p: Sample) -> list[float]:
        """All coefficients at given parameters: of the target, then of the rows, in their order."""
        if self.compiled is None:
            rows = [self.target, *(row for row, *_ in self.rows)]
            self.compiled = [rational(v, list(self.symbols.values())) for row in rows for v in row.values()]
        return [at(v, p) for v in self.compiled]

    @staticmethod
    def _bases(space: Checker, using: list[str], goal: Formula) -> list[int]:
        """Base vectors that occur anywhere."""
        polys = [space.slack(goal), *(space.slack(space.facts[n]) for n in using if space.sort(space.facts[n][1]) != "vector")]
        ids = {j for p in polys for m in p for i, _ in m if space.keys[i][0] == "dot" for j in space.keys[i][1:]}
        for n in using:
            if space.sort(space.facts[n][1]) == "vector":
                ids |= set(space.vector(("slack", n)))
        return sorted(ids)

    def row(self, p: Poly) -> Row:
        """Coefficients of the state monomials; raises `Reject` for what is not quadratic."""
        out: Row = {}
        for m, c in p.items():
            state: list[int] = []
            coefficient, dots = sympy.Rational(c.numerator, c.denominator), []
            for i, e in m:
                k = self.space.keys[i]
                if k[0] == "dot" and e == 1:
                    dots.append(("dot", k[1], k[2]))
                elif k[0] == "letter" and not self.space.sign(k[1]) and e in (1, 2):
                    state += [i]*e
                elif k[0] == "den":
                    coefficient *= self.parameter_poly(dict(k[1]))**e
                elif k[0] == "letter" and self.space.sign(k[1]):
                    coefficient *= self.symbol(i)**e
                else:
                    raise Reject("shape", "not quadratic in the state")
            if len(dots) > 1 or (dots and state) or len(state) > 2:
                raise Reject("shape", "not quadratic in the state")
            key = dots[0] if dots else tuple(sorted(state))
            out[key] = out.get(key, sympy.S.Zero) + coefficient
        return {s: v for s, v in out.items() if v != 0}

    def symbol(self, i: int) -> sympy.Symbol:
        return self.symbols.setdefault(i, sympy.Symbol(f"p{i}", positive=True))

    def parameter_poly(self, p: Poly) -> sympy.Expr:
        row = self.row(p)
        if set(row) - {()}:
            raise Reject("shape", "a denominator with state in it")
        return row.get((), sympy.S.Zero)

    def sums(self) -> list[sympy.Expr]:
        """The sums of parameters that stand in the claim and the hypotheses as written."""
        found: list[sympy.Expr] = []

        def walk(t: Any) -> None:
            if isinstance(t, tuple):
                if t[0] == "+" and self.space.sort(t) != "vector":
                    try:
                        found.append(self.parameter_poly(self.space.real(t)))
                    except Reject:
                        pass
                for a in t[1:]:
                    walk(a)
        for formula in self.written:
            for side in formula[1:]:
                walk(side)
        return [e for e in found if e.free_symbols]

    # --- from SymPy back to terms ----------------------------------------------------------------------------------

    def term(self, e: sympy.Expr) -> Term:
        """A rational function of the parameters as a kernel term, denominators factored."""
        top, bottom = sympy.fraction(sympy.factor(e))
        up = self._polynomial(top)
        if bottom == 1:
            return up
        constant, factors = sympy.factor_list(bottom) if bottom.free_symbols else (bottom, [])
        parts = [] if constant == 1 else [self._polynomial(constant)]
        parts += [self._polynomial(f) if n == 1 else ("^", self._polynomial(f), int(n)) for f, n in factors]
        return ("/", up, parts[0] if len(parts) == 1 else ("*", *parts))

    def _polynomial(self, e: sympy.Expr) -> Term:
        if e.is_Rational:
            return number(Fraction(int(e.p), int(e.q)))
        ids = {s: i for i, s in self.symbols.items()}
        symbols = sorted(e.free_symbols, key=str)
        poly: Poly = {}
        for powers, c in sympy.Poly(e, *symbols).terms():
            m = tuple(sorted((ids[s], int(n)) for s, n in zip(symbols, powers, strict=True) if n))
            poly[m] = Fraction(int(c.p), int(c.q))
        return poly_term(self.space, poly)


def find_gram(space: Checker, goal: Formula, using: list[str], deadline: float) -> dict[str, Any] | None:
    """A positivity step for the goal, or None."""
    if goal[0] == "==" or space.sort(goal[1]) == "vector":
        return None
    problem = Problem(space, goal, using)
    samples = _samples(problem)
    solutions = []
    for p in samples:
        if time.monotonic() >= deadline:
            return None
        x = _solve(problem, p)
        if x is None:
            return None  # not provable like this at some parameters: not at all
        solutions.append(x)
    multipliers = []
    for j in range(len(problem.rows)):
        fitted = _fit(problem, samples, [x[j] for x in solutions])
        if fitted is None:
            return None
        multipliers.append(fitted)
    return _complete(problem, goal, multipliers, deadline)


Sample = tuple[float, ...]
Rational = tuple[list[tuple[tuple[int, ...], float]], ...]  # terms of the numerator and of the denominator


def rational(e: sympy.Expr, symbols: list[sympy.Symbol]) -> Rational:
    """A rational function as (exponents, coefficient) of its numerator and denominator, for fast evaluation in floats."""
    parts = sympy.fraction(sympy.together(e))
    if not symbols:
        return tuple([((), float(part))] for part in parts)
    return tuple([(powers, float(c)) for powers, c in sympy.Poly(part, *symbols).terms()] for part in parts)


def at(f: Rational, p: Sample) -> float:
    top, bottom = (sum(c*np.prod([x**n for x, n in zip(p, powers, strict=True)]) for powers, c in part) for part in f)
    return float(top/bottom)


def _samples(problem: Problem) -> list[Sample]:
    """Parameter values, in the order of the symbols, that satisfy the constraints on parameters strictly."""
    symbols = list(problem.symbols.values())
    if not symbols:
        return [()]
    rng = np.random.default_rng(0)
    tests = [rational(e, symbols) for e, _ in problem.constraints]
    out: list[Sample] = []
    for _ in range(6000):
        values = tuple(np.exp(rng.uniform(-1.5, 1.5, len(symbols))))
        if all(at(t, values) > 0.02 for t in tests):
            out.append(values)
        if len(out) == SAMPLES:
            return out
    if len(out) < 4:
        raise Reject("shape", "no parameters satisfy the constraints")
    return out


def _solve(problem: Problem, p: Sample) -> Any:
    """Multipliers at given parameters, by Clarabel; None if the program is infeasible."""
    a, b = len(problem.reals) + 1, len(problem.vectors)
    blocks = [(["1", *problem.reals], a), (problem.vectors, b)]
    inequalities = [j for j, (_, _, kind) in enumerate(problem.rows) if kind != "=="]
    n = len(problem.rows)
    sizes = [a*(a + 1)//2, b*(b + 1)//2]
    states = sorted({s for row in [problem.target, *(r for r, *_ in problem.rows)] for s in row}
                    | {_cell(basis, i, j) for basis, size in blocks for j in range(size) for i in range(j + 1)}, key=str)
    index = {s: i for i, s in enumerate(states)}
    total = n + sum(sizes)
    E = np.zeros((len(states), total))
    right = np.zeros(len(states))
    values = iter(problem.numbers(p))
    for s in problem.target:
        right[index[s]] = next(values)
    for j, (row, _, _) in enumerate(problem.rows):
        for s in row:
            E[index[s], j] = next(values)
    q = np.zeros(total)
    q[inequalities] = 1e-3
    column = n
    for basis, size in blocks:
        for j in range(size):
            for i in range(j + 1):
                E[index[_cell(basis, i, j)], column] = 1.0 if i == j else np.sqrt(2.0)
                q[column] = 1.0 if i == j else 0.0
                column += 1
    signs = np.zeros((len(inequalities), total))
    for r, j in enumerate(inequalities):
        signs[r, j] = -1.0
    cone_rows = np.hstack([np.zeros((sum(sizes), n)), -np.eye(sum(sizes))])
    A = sparse.csc_matrix(np.vstack([E, signs, cone_rows]))
    cones = [clarabel.ZeroConeT(len(states))]
    if inequalities:
        cones.append(clarabel.NonnegativeConeT(len(inequalities)))
    cones += [clarabel.PSDTriangleConeT(size) for _, size in blocks if size]
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    solver = clarabel.DefaultSolver(sparse.csc_matrix((total, total)), q, A,
                                    np.concatenate([right, np.zeros(len(inequalities) + sum(sizes))]), cones, settings)
    solution = solver.solve()
    return np.array(solution.x)[:n] if "Solved" in str(solution.status) else None


def _cell(basis: list[Any], i: int, j: int) -> State:
    """The state monomial of an entry of a Gram block."""
    if basis and basis[0] == "1":
        return tuple(sorted(k for k in (basis[i], basis[j]) if k != "1"))
    return ("dot", *sorted((basis[i], basis[j])))


def _fit(problem: Problem, samples: list[Sample], values: list[float]) -> sympy.Expr | None:
    """A product of a rational number, parameters and constraints that takes the given values."""
    v = np.array(values)
    if np.all(np.abs(v) < SMALL*10):
        return sympy.S.Zero
    rounded = Fraction(float(np.median(v))).limit_denominator(64)
    if np.allclose(v, float(rounded), rtol=1e-4, atol=1e-5):
        return sympy.Rational(rounded.numerator, rounded.denominator)
    if np.any(v*np.sign(v[0]) <= 0) or len(v) < 4:
        return None
    if problem.factors is None:
        problem.factors = _factors(problem, samples)
    factors, logs = problem.factors
    design = np.hstack([np.ones((len(v), 1)), logs])
    solution, *_ = np.linalg.lstsq(design, np.log(np.abs(v)), rcond=None)
    exponents = np.round(solution[1:]).astype(int)
    if np.max(np.abs(exponents), initial=0) > 4:
        return None
    rest = np.sign(v[0])*np.exp(np.log(np.abs(v)) - logs @ exponents)
    c = Fraction(float(np.median(rest))).limit_denominator(64)
    if c == 0 or not np.allclose(rest, float(c), rtol=2e-3):
        return None
    out = sympy.Rational(c.numerator, c.denominator)
    for f, e in zip(factors, exponents, strict=True):
        out *= f**int(e)
    return out


def _factors(problem: Problem, samples: list[Sample]) -> tuple[list[sympy.Expr], Any]:
    """What multipliers of the textbooks are made of, positive at all samples, and their logarithms there.

    Parameters, constraints, factors of the coefficients, sums of two parameters; as many as the samples can tell apart.
    """
    symbols = list(problem.symbols.values())
    rows = [problem.target, *(row for row, *_ in problem.rows)]
    coefficients = [*problem.sums(), *(e for e, _ in problem.constraints), *(v for row in rows for v in row.values())]
    pool = list(symbols)
    for e in coefficients:
        for part in map(sympy.expand, sympy.fraction(sympy.together(e))):
            if part.free_symbols:
                pool += [f for f, _ in sympy.factor_list(part)[1] if f not in pool and -f not in pool]
    pairs = [(a, b) for i, a in enumerate(symbols) for b in symbols[i + 1:]]
    for a, b in pairs:
        pool += [f for f in (a + b, 1 - a*b, a - b, 2 - a*b, 2*a + b, a + 2*b) if f not in pool and -f not in pool]
    pool += [f for a in symbols for f in (1 - a, 1 + a) if f not in pool and -f not in pool]
    compiled = [rational(f, symbols) for f in pool]
    table = np.array([[at(f, p) for f in compiled] for p in samples])
    signs = np.sign(table[0])
    keep = [j for j in range(len(pool)) if np.all(table[:, j]*signs[j] > 0)][:len(samples) - 6]
    factors = [pool[j] if signs[j] > 0 else -pool[j] for j in keep]
    return factors, np.log(np.abs(table[:, keep]))


def _complete(problem: Problem, goal: Formula, multipliers: list[sympy.Expr], deadline: float) -> dict[str, Any] | None:
    """The certificate: multipliers times slacks, and what is left as weighted squares."""
    rest: Row = dict(problem.target)
    for (row, _, _), m in zip(problem.rows, multipliers, strict=True):
        for s, v in row.items():
            rest[s] = rest.get(s, sympy.S.Zero) - m*v
    rest = {s: c for s, v in rest.items() if (c := sympy.cancel(sympy.together(v))) != 0}
    parts: list[Term] = []
    equations: dict[str, list[Term]] = {}
    names = [name for _, name in problem.constraints]
    for (_, factor, kind), m in zip(problem.rows, multipliers, strict=True):
        if m == 0:
            continue
        if kind == "==":
            v, name = factor
            equations.setdefault(name, []).append(problem.term(m) if v is None else ("*", problem.term(m), v))
        else:
            weight = _nonnegative(problem, m, names)
            if weight is None:
                return None
            parts.append(("*", weight, factor))
    for basis in (["1", *problem.reals], problem.vectors):
        squares = _squares(problem, rest, basis, names, deadline)
        if squares is None:
            return None
        parts += squares
    nonneg: Term = 0 if not parts else parts[0] if len(parts) == 1 else ("+", *parts)
    step: dict[str, Any] = {"rule": "positivity", "claim": goal, "nonneg": nonneg}
    if equations:
        step["equations"] = [[ts[0] if len(ts) == 1 else ("+", *ts), name] for name, ts in equations.items()]
    return step


def _nonnegative(problem: Problem, e: sympy.Expr, names: list[str]) -> Term | None:
    """A visibly nonnegative term equal to e, from the constraints on parameters."""
    t = problem.term(e)
    if problem.space.sign(t):
        return t
    try:
        step = find(problem.space, ("<=", 0, t), names)
    except Reject:
        return None
    return None if step is None else step["nonneg"]


def _squares(problem: Problem, rest: Row, basis: list[Any], names: list[str], deadline: float) -> list[Term] | None:
    """Weighted squares that add up to the part of the rest that lives on a basis; the order of pivots is tried out."""
    size = len(basis)
    matrix = sympy.zeros(size, size)
    for j in range(size):
        for i in range(j + 1):
            v = rest.get(_cell(basis, i, j), sympy.S.Zero)
            matrix[i, j] = matrix[j, i] = v if i == j else v/2
    used = [i for i in range(size) if any(matrix[i, j] != 0 for j in range(size))]
    for order in list(permutations(used))[:24]:
        if time.monotonic() >= deadline:
            return None
        found = _ldl(problem, matrix, basis, list(order), names)
        if found is not None:
            return found
    return None


def _ldl(problem: Problem, matrix: Any, basis: list[Any], order: list[int], names: list[str]) -> list[Term] | None:
    M, out = matrix.copy(), []
    for k in order:
        d = sympy.cancel(sympy.together(M[k, k]))
        row = [sympy.cancel(sympy.together(M[k, j])) for j in range(len(basis))]
        if d == 0:
            if any(v != 0 for v in row):
                return None
            continue
        weight = _nonnegative(problem, d, names)
        if weight is None:
            return None
        ratio = [sympy.cancel(v/d) for v in row]
        form: list[Term] = []
        for j, c in enumerate(ratio):
            if c != 0:
                base = 1 if basis[j] == "1" else atom_term(problem.space, basis[j])
                form.append(base if c == 1 else problem.term(c) if base == 1 else ("*", problem.term(c), base))
        u = form[0] if len(form) == 1 else ("+", *form)
        out.append(("sq", u) if weight == 1 else ("*", weight, ("sq", u)))
        for i in range(len(basis)):
            for j in range(len(basis)):
                M[i, j] = sympy.cancel(sympy.together(M[i, j] - d*ratio[i]*ratio[j]))
    return out
