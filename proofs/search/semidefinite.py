"""Certificates with Gram blocks: semidefinite programs at sampled parameters, multipliers fitted, squares completed exactly.

The claim and the hypotheses are read as quadratic in the *state* (vectors, and reals without a sign) with coefficients in the
*parameters* (reals with a sign, or that multiply inner products). At sampled parameters a semidefinite program finds
multipliers; each multiplier is fitted as a product of parameters and constraints; what is left is completed to squares
symbolically (LDL'), and each weight is shown nonnegative by the linear search. Hypotheses that a program can do without are
left out where that makes the multipliers unique. Floats only propose; the kernel checks the identity that comes out.

Legend: H hypotheses that speak of the state, e equations, R what is left, A the block of 1 and the reals, B of the vectors.
"""

from __future__ import annotations

import copy
import time
from fractions import Fraction
from typing import Any

import clarabel
import numpy as np
import sympy
from scipy import sparse

from proofs.kernel.checker import Checker
from proofs.kernel.normal import ONE, Poly
from proofs.kernel.syntax import Formula, Reject, Term
from proofs.search.completion import Completion
from proofs.search.fitting import ZERO, Sample, Samples, at, rational
from proofs.search.unread import atom_term, number, poly_term

State = tuple[Any, ...]  # () | (s,) | (s, t) | ("dot", i, j)
Row = dict[State, sympy.Expr]
DEGREE = 4  # of products that may become quadratic if one of the letters counts as a parameter
FEW = 10  # samples at which a choice is tried
NODES = 60  # choices that are taken back
FAINT = 1e-2  # a multiplier that is this small beside the largest may be none


class Problem:
    """The claim and the hypotheses as quadratic forms of the state; ``least`` says what the program keeps small."""

    def __init__(self, space: Checker, goal: Formula, using: list[str], deadline: float, least: str) -> None:
        self.space, self.symbols, self.compiled, self.deadline, self.least = space, {}, None, deadline, least
        self.parameters = self._parameters(goal, using)
        self.written = [goal, *(space.facts[name] for name in using)]
        self.goal = self.target = self.row(space.slack(goal))  # of the target, what is given is taken away
        self.given: list[tuple[Any, sympy.Expr]] = []  # rows with their multipliers
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
            if set(row) == {()}:
                self.constraints.append((row[()], name))
            elif row:
                self.rows.append((row, (None, name) if formula[0] == "==" else ("slack", name), formula[0]))
        states = {s for row, *_ in [(self.target, 0, ""), *self.rows] for s in row}
        self.reals = sorted({i for s in states if s and s[0] != "dot" for i in s})
        self.vectors = sorted({i for s in states if s and s[0] == "dot" for i in s[1:]})

    def numbers(self, p: Sample) -> list[float]:
        """All coefficients at given parameters: of the target, then of the rows, in their order."""
        if self.compiled is None:
            rows = [self.target, *(row for row, *_ in self.rows)]
            self.compiled = [rational(v, list(self.symbols.values())) for row in rows for v in row.values() if self.in_time()]
        return [at(v, p) for v in self.compiled]

    def in_time(self) -> bool:
        """Raises `Reject` when the time is over."""
        if time.monotonic() >= self.deadline:
            raise Reject("time", "the time is over")
        return True

    def _parameters(self, goal: Formula, using: list[str]) -> set[int]:
        """Letters that the coefficients are made of: those with a sign, and those that multiply inner products."""
        keys, out = self.space.keys, set()
        for formula in (goal, *(self.space.facts[name] for name in using)):
            if self.space.sort(formula[1]) == "vector":
                polys = list(self.space.vector(("+", formula[2], ("-", formula[1]))).values())
                out |= {i for p in polys for m in p for i, _ in m}
                continue
            for m in self.space.slack(formula):
                inner = any(keys[i][0] == "dot" for i, _ in m)
                out |= {i for i, _ in m if keys[i][0] == "letter" and (inner or self.space.sign(keys[i][1]))}
        return out | self._entries(goal, using, out)

    def _entries(self, goal: Formula, using: list[str], parameters: set[int]) -> set[int]:
        """Letters that make products of more than two letters quadratic if they count as parameters: b in a x^2 + 2 b x y."""
        keys, found = self.space.keys, set()
        facts = (goal, *(self.space.facts[n] for n in using))
        slacks = [self.space.slack(f) for f in facts if self.space.sort(f[1]) != "vector"]
        atoms = [{i for m in p for i, _ in m} for p in slacks]
        for m in (m for p in slacks for m in p):
            state = [(i, e) for i, e in m if keys[i][0] == "letter" and i not in parameters | found]
            if len(state) > 1 and 2 < sum(e for _, e in state) <= DEGREE:  # the letters that occur in most of the relations
                often = {i: sum(i in a for a in atoms) for i, _ in state}
                found |= {i for i in often if often[i] == max(often.values())}
        return found

    def samples(self) -> Samples:
        coefficients = [v for row in [self.target, *(row for row, *_ in self.rows)] for v in row.values()]
        constraints = [e for e, _ in self.constraints]
        return Samples(list(self.symbols.values()), constraints, [*self.sums(), *constraints, *coefficients])

    def without(self, places: set[int]) -> Problem:
        """The problem with fewer rows."""
        out = copy.copy(self)
        out.rows, out.compiled = [row for j, row in enumerate(self.rows) if j not in places], None
        return out

    def with_given(self, j: int, m: sympy.Expr) -> Problem:
        """The problem where a row has this multiplier."""
        out = self.without({j})
        out.given = [*self.given, (self.rows[j], m)]
        out.target = {s: self.target.get(s, sympy.S.Zero) - m*self.rows[j][0].get(s, sympy.S.Zero)
                      for s in {**self.target, **self.rows[j][0]}}
        return out

    def feasible(self, few: list[Sample]) -> bool:
        """Whether there are multipliers at all these parameters."""
        return all(time.monotonic() < self.deadline and _solve(self, p) is not None for p in few)

    def units(self) -> tuple[Any, list[Any]]:
        """The ways to scale parameters and state under which every relation only scales, as rows of exponents of the
        parameters; and for each row of the problem how its multiplier scales then."""
        symbols = list(self.symbols.values())
        letters = [*symbols, *self.reals, *(("vector", i) for i in self.vectors)]
        place = {x: k for k, x in enumerate(letters)}
        differences, firsts = [], []
        for row in [self.goal, *(r for r, *_ in self.rows), *({(): e} for e, _ in self.constraints)]:
            scales = []
            for s, e in row.items():
                state = np.zeros(len(letters))
                for i in s[1:] if s and s[0] == "dot" else s:
                    state[place[("vector", i) if s[0] == "dot" else i]] += 1
                up, down = ([np.array([*powers, *[0]*(len(letters) - len(symbols))]) for powers in part]
                            for part in self.powers(e))
                differences += [b - down[0] for b in down[1:]]
                scales += [state + a - down[0] for a in up]
            firsts.append(scales[0] if scales else np.zeros(len(letters)))
            differences += [t - firsts[-1] for t in scales[1:]]
        _, sizes, ways = np.linalg.svd(np.array([*differences, np.zeros(len(letters))]))
        ways = ways[np.sum(sizes > 1e-9):]
        return ways[:, :len(symbols)], [ways @ (firsts[0] - firsts[1 + j]) for j in range(len(self.rows))]

    def powers(self, e: sympy.Expr) -> list[list[tuple[int, ...]]]:
        """The exponents of the parameters in the numerator and in the denominator of a coefficient."""
        symbols = list(self.symbols.values())
        return [sympy.Poly(part, *symbols).monoms() if symbols else [()] for part in sympy.fraction(sympy.together(e))]

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
        out: dict[State, list[sympy.Expr]] = {}
        for m, c in p.items():
            self.in_time()
            state: list[int] = []
            coefficient, dots = sympy.Rational(c.numerator, c.denominator), []
            for i, e in m:
                k = self.space.keys[i]
                if k[0] == "dot" and e == 1:
                    dots.append(("dot", k[1], k[2]))
                elif k[0] == "letter" and i not in self.parameters and e in (1, 2):
                    state += [i]*e
                elif k[0] == "den":
                    coefficient *= self.parameter_poly(dict(k[1]))**e
                elif k[0] == "letter" and i in self.parameters:
                    coefficient *= self.symbol(i)**e
                else:
                    raise Reject("shape", "not quadratic in the state")
            if len(dots) > 1 or (dots and state) or len(state) > 2:
                raise Reject("shape", "not quadratic in the state")
            key = dots[0] if dots else tuple(sorted(state))
            out.setdefault(key, []).append(coefficient)
        sums = {s: sympy.Add(*parts) for s, parts in out.items()}
        return {s: v for s, v in sums.items() if v != 0}

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
    for least in ("squares", "multipliers"):
        problem = Problem(space, goal, using, deadline, least)
        samples = problem.samples()
        first = _solve(problem, samples.values[0])
        if first is None:
            return None  # not provable like this at some parameters: not at all
        first = _drop(problem, first, samples.values[0], faint=True)
        found = _fitted(problem, goal, samples, first)
        while found is None and (fewer := _drop(problem, first, samples.values[0], faint=False)) is not first:
            first = fewer
            found = _fitted(problem, goal, samples, first)
        if found is not None:
            return found
    return _chosen(Problem(space, goal, using, deadline, "nothing"), goal, [0])


def find_chosen(space: Checker, goal: Formula, using: list[str], deadline: float) -> dict[str, Any] | None:
    """A positivity step for the goal where multipliers have much room: simple forms that scale as they have to, tried in turn.

    First with as few hypotheses as will do, so that one more does not stand in the way.
    """
    if goal[0] == "==" or space.sort(goal[1]) == "vector":
        return None
    problem, room = Problem(space, goal, using, deadline, "nothing"), [NODES]
    few = problem.samples().values[:FEW]
    if not problem.feasible(few):
        return None
    for order in (1, -1):
        least = problem
        for j in range(len(problem.rows))[::-order]:
            fewer = least.without({least.rows.index(problem.rows[j])})
            least = fewer if fewer.feasible(few) else least
        found = _chosen(least, goal, room)
        if found is not None:
            return found
    return _chosen(problem, goal, room)


def _chosen(problem: Problem, goal: Formula, room: list[int]) -> dict[str, Any] | None:
    """A positivity step where there is room: multipliers in the midst of what is possible get a simple form, one by one.

    ``room`` is how many further forms may be tried where the first one leads to nothing.
    """
    samples = problem.samples()
    few = samples.values[:FEW]
    if not problem.rows:
        return None
    solutions = [_solve(problem, p) if time.monotonic() < problem.deadline else None for p in few]
    if any(x is None for x in solutions):
        return None
    units = problem.units() if room[0] else None
    for j in range(len(problem.rows)):
        led_on = False
        for m in samples.simple([x[j] for x in solutions], *(() if units is None else (units[0], units[1][j]))):
            if led_on:
                room[0] -= 1
                if room[0] <= 0 or time.monotonic() >= problem.deadline:
                    return None
            inner = problem.with_given(j, m)
            if not inner.feasible(few):
                continue
            first = _solve(inner, few[0])
            found = None if first is None else _fitted(inner, goal, samples, first)
            found = found or _chosen(inner, goal, room)
            if found is not None:
                return found
            led_on = True
        if led_on:
            return None
    return None


def _fitted(problem: Problem, goal: Formula, samples: Samples, first: Any) -> dict[str, Any] | None:
    """A positivity step with the rows that the problem has now; ``first`` are the multipliers at the first sample."""
    solutions = [first]
    for p in samples.values[1:]:
        x = _solve(problem, p) if time.monotonic() < problem.deadline else None
        if x is None:
            return None
        solutions.append(x)
    multipliers = []
    for j in range(len(problem.rows)):
        fitted = samples.fit([x[j] for x in solutions])
        if fitted is None:
            return None
        multipliers.append(fitted)
    return _complete(problem, goal, multipliers)


def _drop(problem: Problem, x: Any, p: Sample, faint: bool) -> Any:
    """Leave hypotheses out that the program can do without, so that what is left is determined; the multipliers then.

    ``faint``: all that have small multipliers, at once; else the first one that can go, the smallest multiplier first.
    The same ``x`` if nothing was left out.
    """
    size = np.abs(x)
    free = [j for j in np.argsort(size) if problem.rows[j][2] != "==" and size[j] > ZERO]
    groups = [[j for j in free if size[j] < FAINT*size.max()]] if faint else [[j] for j in free]
    for group in groups:
        if group and time.monotonic() < problem.deadline:
            inner = problem.without(set(group))
            y = _solve(inner, p)
            if y is not None:
                problem.rows, problem.compiled = inner.rows, None
                return y
    return x


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
    q[inequalities], trace = {"squares": (1e-3, 1.0), "multipliers": (1.0, 1e-3), "nothing": (0.0, 0.0)}[problem.least]
    column = n
    for basis, size in blocks:
        for j in range(size):
            for i in range(j + 1):
                E[index[_cell(basis, i, j)], column] = 1.0 if i == j else np.sqrt(2.0)
                q[column] = trace if i == j else 0.0
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
    settings.time_limit = max(0.01, problem.deadline - time.monotonic())
    solver = clarabel.DefaultSolver(sparse.csc_matrix((total, total)), q, A,
                                    np.concatenate([right, np.zeros(len(inequalities) + sum(sizes))]), cones, settings)
    solution = solver.solve()
    return np.array(solution.x)[:n] if "Solved" in str(solution.status) else None


def _cell(basis: list[Any], i: int, j: int) -> State:
    """The state monomial of an entry of a Gram block."""
    if basis and basis[0] == "1":
        return tuple(sorted(k for k in (basis[i], basis[j]) if k != "1"))
    return ("dot", *sorted((basis[i], basis[j])))


def _complete(problem: Problem, goal: Formula, multipliers: list[sympy.Expr]) -> dict[str, Any] | None:
    """The certificate: multipliers times slacks, and what is left as weighted squares."""
    done = Completion(problem)
    K = done.field
    rows, multipliers = [*problem.rows, *(row for row, _ in problem.given)], [*multipliers, *(m for _, m in problem.given)]
    values = [K.from_sympy(m) for m in multipliers]
    rest = {s: K.from_sympy(v) for s, v in problem.goal.items()}
    for (row, _, _), m in zip(rows, values, strict=True):
        for s, v in row.items() if m != 0 else ():
            rest[s] = rest.get(s, K.zero) - m*K.from_sympy(v)
    parts: list[Term] = []
    equations: dict[str, list[Term]] = {}
    for (_, factor, kind), m, value in zip(rows, multipliers, values, strict=True):
        if m == 0:
            continue
        if kind == "==":
            v, name = factor
            equations.setdefault(name, []).append(problem.term(m) if v is None else ("*", problem.term(m), v))
        else:
            weight = done.weight(value)
            if weight is None:
                return None
            parts.append(("*", weight, factor))
    for basis in (["1", *problem.reals], problem.vectors):
        cells = {(i, j): _cell(basis, i, j) for i in range(len(basis)) for j in range(len(basis))}
        squares = done.squares({at: rest[s]/(1 if at[0] == at[1] else 2) for at, s in cells.items() if s in rest}, basis)
        if squares is None:
            return None
        parts += squares
    nonneg: Term = 0 if not parts else parts[0] if len(parts) == 1 else ("+", *parts)
    step: dict[str, Any] = {"rule": "positivity", "claim": goal, "nonneg": nonneg}
    if equations:
        step["equations"] = [[ts[0] if len(ts) == 1 else ("+", *ts), name] for name, ts in equations.items()]
    return step
