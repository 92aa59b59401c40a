"""Steps that an author writes in a lemma file; the leaves (which weights?) are found by search, the kernel checks all.

Each function gives a `Step`; ``step.named("...")`` makes its conclusion a fact that later lines name.
Legend: k, n indices; V a term in the index; q a contraction factor; e a constant.
"""

from __future__ import annotations

from sympy import Basic

from proofs.language import Formula, term
from proofs.theorem import Step, Theorem


def have(claim: Formula, *using, square=()) -> Step:
    """A fact that follows from the named facts: a relation by a positivity certificate (``square`` suggests vectors whose
    squares help), another formula by its parts (what is assumed for a part is at hand)."""
    return Step("have", {"claim": claim, "using": using, "square": square})


def assume(claim: Formula) -> Step:
    """A gap: a step that cannot be justified yet. Every verdict in the file, and in what cites it, is OPEN and says so."""
    return Step("assume", {"claim": claim})


def square(*vectors) -> Step:
    """A hint for the search: the squares of these vectors or scalars may help."""
    return Step("square", {"vectors": tuple(term(v) for v in vectors)})


def at(of: str, *conditions, **letters) -> Step:
    """A fact "for all ..." at these values."""
    return Step("instance", {"of": of, "at": {name: term(v) for name, v in letters.items()}, "conditions": conditions})


def cite(theorem: Theorem, fact: str = "", hypotheses=None, **letters) -> Step:
    """A fact of another theorem at these values of its letters; its hypotheses are facts of the same name unless mapped."""
    values = {name: v if isinstance(v, Basic) else term(v) for name, v in letters.items()}
    return Step("cite", {"theorem": theorem, "fact": fact or theorem.name, "letters": values, "hypotheses": hypotheses or {}})


def rewrite(of: str) -> Step:
    """Use an equation for a letter, or for a member of a sequence, as its definition from here on."""
    return Step("rewrite", {"with": of})


def generalise(letters, *steps: Step, **conditions: Formula) -> Step:
    """What the steps prove, for all values of the letters under the conditions."""
    letters = letters if isinstance(letters, tuple) else (letters,)
    return Step("generalise", {"letters": letters, "conditions": conditions, "proof": steps})


def induction(letter, start, claim: Formula, base: tuple[Step, ...], step: tuple[Step, ...]) -> Step:
    """The claim for all letter >= start; in the step the facts "range" and "hypothesis" are at hand."""
    return Step("induction", {"letter": letter, "from": term(start), "claim": claim, "base": base, "step": step})


def combine(*facts: str) -> Step:
    """A and B, from both."""
    return Step("conjunction", {"of": facts})


def part(of: str, i: int) -> Step:
    """The i-th part of "A and B and ...", counted from 1."""
    return Step("conjunct", {"of": of, "part": i})


def by_cases(of: str | Formula, *cases: tuple[Step, ...], named: str = "case") -> Step:
    """What the steps of every case end in; cases are the parts of a fact "A or B", or of A or not A for a formula A."""
    return Step("branches", {"of": of, "cases": cases, "as": named})


def suppose(formula: Formula, *steps: Step, named: str = "supposed") -> Step:
    """The formula implies what the steps end in."""
    return Step("implication", {"assume": formula, "proof": steps, "as": named})


def apply(of: str, *using) -> Step:
    """B from the fact "A implies B"; A is sought from the facts named."""
    return Step("modus_ponens", {"of": of, "using": using})


def deny(formula: Formula, *steps: Step, named: str = "denied") -> Step:
    """Not the formula, since steps from it end in a contradiction."""
    return Step("negation", {"assume": formula, "proof": steps, "as": named})


def contradiction(*using) -> Step:
    """A false relation of numbers, from facts that contradict each other."""
    return Step("contradiction", {"using": using})


def absurd(claim: Formula, *using) -> Step:
    """Anything, from facts that contradict each other: relations, or a fact and its negation."""
    return Step("absurd", {"claim": claim, "using": using})


def opposite(of: str) -> Step:
    """What the negation of a formula says, pushed inside: not a <= b is b < a, not for all is: there is one with not."""
    return Step("negated", {"of": of})


def witness(claim: Formula, *using, **values) -> Step:
    """There is x: this one; what is claimed of it is sought from the facts named."""
    return Step("witness", {"claim": claim, "using": using, "values": {name: term(v) for name, v in values.items()}})


def obtain(of: str, letters, *steps: Step, named: str = "obtained") -> Step:
    """What the steps prove from a letter that the fact "there is ..." gives; its conditions are the facts "obtained.1", ..."""
    letters = letters if isinstance(letters, tuple) else (letters,)
    return Step("obtain", {"of": of, "letters": letters, "proof": steps, "as": named})


def antisymmetry(claim: Formula, *using) -> Step:
    """a = b, from a <= b and b <= a."""
    return Step("antisymmetry", {"claim": claim, "using": using})


def compute(claim: Formula) -> Step:
    """A relation between numbers without letters, by their exact values."""
    return Step("compute", {"claim": claim})


def archimedes(c, eps, using=()) -> Step:
    """There is an index n >= 1 with c <= n eps."""
    return Step("archimedes", {"c": term(c), "eps": term(eps), "using": using})


def geometric_decay(C, q, eps, using=()) -> Step:
    """There is an index n with C q^k <= eps for all k >= n."""
    return Step("geometric_decay", {"C": term(C), "q": term(q), "eps": term(eps), "using": using})


def monotone_convergence(of: str, bounded: str, k, V, m) -> Step:
    """There is l >= m with l <= V(k), to which V converges, since V(k+1) <= V(k) and m <= V(k) for all k."""
    return Step("monotone_convergence", {"of": of, "bounded": bounded, "index": k, "V": term(V), "m": term(m)})


def telescope(of: str, k, a, V, hi, e=0) -> Step:
    """Sum a(k) <= V(k) - V(k+1) + e up to hi."""
    return Step("telescope", {"of": of, "index": k, "a": term(a), "V": term(V), "hi": term(hi), "e": term(e)})


def contraction(of: str, k, V, q, e=0, using=()) -> Step:
    """Iterate V(k+1) <= q V(k) + e."""
    return Step("contraction", {"of": of, "index": k, "V": term(V), "q": term(q), "e": term(e), "using": using})


def linear_convergence(of: str, k, V, q, C, using=()) -> Step:
    """V converges linearly, with the rate q and the constant C that a fact states."""
    return Step("linear_rate", {"of": of, "index": k, "V": term(V), "q": term(q), "C": term(C), "using": using})


def least_mean(of: str, k, a, m, lo, hi) -> Step:
    """What is below every a(k) is below their mean."""
    return Step("least_mean", {"of": of, "index": k, "a": term(a), "m": term(m), "lo": term(lo), "hi": term(hi)})


def split_sum(total, using=()) -> Step:
    """Take the last term off a sum."""
    return Step("split_sum", {"sum": total, "using": using})


def sum_compare(k, lo, hi, *steps: Step) -> Step:
    """Sum the last inequality (or equation) of the steps over k; in the steps "above" and "below" say that lo <= k <= hi."""
    return Step("sum_compare", {"letter": k, "lo": term(lo), "hi": term(hi), "proof": steps})


def image(of: str, A) -> Step:
    """A(u) = A(v), from u = v."""
    return Step("image", {"of": of, "A": A})


def same_point(u, v, *using) -> Step:
    """u = v, since |u - v|^2 <= 0 follows from the facts."""
    return Step("same_point", {"u": term(u), "v": term(v), "using": using})


def rayleigh(of: str, A, b) -> Step:
    """The bound b on every eigenvalue of A bounds <A(v), v> by b |v|^2."""
    return Step("rayleigh", {"of": of, "A": A, "b": term(b)})


def quadratic(of: str, f, part: str, a=None, b=None, s=None, A=None, letter=None) -> Step:
    """The "gradient", or the "hessian" (along ``letter``), of f(x) = a + <b, x> + s/2 |x|^2 + 1/2 <A(x), x>, or "twice"."""
    given = {name: None if v is None else term(v) for name, v in (("a", a), ("b", b), ("s", s))}
    return Step("quadratic", {"of": of, "f": f, "part": part, **given, "A": A, "letter": letter})


def _hessian(rule: str, t, steps, lower=False, **terms) -> Step:
    data = {name: term(value) for name, value in terms.items()}
    return Step("hessian_" + rule, {"letter": t, **data, "proof": steps, "lower": lower})


def gradient_of(of: str) -> Step:
    """The gradients of both sides of an equation between sums of multiples of functions, for all points."""
    return Step("gradient_of", {"of": of})


def hessian_taylor(f, x, y, t, b, *steps: Step, lower=False) -> Step:
    """Taylor: the last step bounds <hess f(x + t d)(d), d>, d = y - x, by b from above (or below); so f(y)."""
    return _hessian("taylor", t, steps, lower, f=f, x=x, y=y, b=b)


def hessian_mean_value(f, v, x, y, t, b, *steps: Step) -> Step:
    """The last step bounds <v, hess f(x + t d)(d)>, d = y - x, by b; so <v, grad f(y) - grad f(x)>."""
    return _hessian("mean_value", t, steps, f=f, v=v, x=x, y=y, b=b)


def hessian_limit(f, v, x, u, t, b, *steps: Step) -> Step:
    """The last step bounds <v, grad f(x + t u) - grad f(x)> by t b, t > 0 (the fact "above"); so <v, hess f(x)(u)> <= b."""
    return _hessian("limit", t, steps, f=f, v=v, x=x, u=u, b=b)


def _whole(part: str, side: str):
    return lambda a: Step("whole", {"a": term(a), "part": part, "side": side})


floor_below, floor_above, ceil_below, ceil_above = (_whole(p, s) for p in ("floor", "ceil") for s in ("below", "above"))


def integers(claim: Formula, *using) -> Step:
    """a <= b between integers, from a - 1 < b."""
    return Step("integer", {"claim": claim, "using": using})


def pascal(n, k, using=()) -> Step:
    """binom(n, k) = binom(n-1, k) + binom(n-1, k-1), for n >= 1."""
    return Step("pascal", {"n": term(n), "k": term(k), "using": using})


def binomial_end(n, k, case="end", using=()) -> Step:
    """binom(n, k) is 1 for k = 0 or k = n, and 0 for k < 0 (case "below") or k > n (case "above")."""
    return Step("binomial_end", {"n": term(n), "k": term(k), "case": case, "using": using})


def binomial_positive(n, k, using=()) -> Step:
    """binom(n, k) > 0 for 0 <= k <= n."""
    return Step("binomial_positive", {"n": term(n), "k": term(k), "using": using})


def batches_empty(total, part="N", using=()) -> Step:
    """A sum over batches of nothing (N <= 0), or over empty batches (part "K": K <= 0), is 0."""
    return Step("batches_empty", {"sum": total, "part": part, "using": using})


def batches_step(total, using=()) -> Step:
    """Batches of 1..N without N, and those with N."""
    return Step("batches_step", {"sum": total, "using": using})


def infimum(of: str, lower_bound: str = "") -> Step:
    """The infimum is a lower bound; or it is above the lower bound given."""
    return Step("infimum", {"of": of} | ({"lower_bound": lower_bound} if lower_bound else {}))


def cauchy_schwarz(u, v) -> Step:
    return Step("cauchy_schwarz", {"u": term(u), "v": term(v)})


def root(a, using=()) -> Step:
    """sqrt(a)^2 = a, where a >= 0."""
    return Step("root", {"of": term(a), "using": using})


def roots(claim: Formula, *using) -> Step:
    """a <= b (or a = b) from the squares of nonnegative sides."""
    return Step("roots", {"claim": claim, "using": using})


def line_integral(f, x, y) -> Step:
    """The fundamental theorem of calculus on the segment from x to y."""
    return Step("line_integral", {"f": f, "x": term(x), "y": term(y)})


def integral_monotone(t, lo, hi, *steps: Step) -> Step:
    """Integrate the last inequality over t; in the steps "above" and "below" say that lo <= t <= hi."""
    return Step("integral_monotone", {"letter": t, "lo": term(lo), "hi": term(hi), "proof": steps})


def log_tangent(u, using=()) -> Step: return Step("log_tangent", {"u": term(u), "using": using})
def log_quotient(a, b, using=()) -> Step: return Step("log_quotient", {"a": term(a), "b": term(b), "using": using})
def exp_tangent(x) -> Step: return Step("exp_tangent", {"x": term(x)})
def exp_power(x, n) -> Step: return Step("exp_power", {"x": term(x), "n": term(n)})
def exp_below_one(x, using=()) -> Step: return Step("exp_below_one", {"x": term(x), "using": using})


def ball(claim: Formula, *using) -> Step:
    """An inequality in one or two real letters whose ranges the facts state (of one letter also for all its values)."""
    return Step("ball", {"claim": claim, "using": using})


def _slopes(rule, letter, body, a, b, steps, lo, hi, using, **more) -> Step:
    return Step(rule, {"letter": letter, "body": term(body), "a": term(a), "b": term(b), "proof": steps, "using": using,
                       "lo": None if lo is None else term(lo), "hi": None if hi is None else term(hi), **more})


def mean_value(letter, body, bound, a, b, *steps: Step, lo=None, hi=None, using=()) -> Step:
    """|t(a) - t(b)| <= L |a - b|, since |t'| <= L between lo and hi; in the steps "lo", "hi" say that the letter lies there."""
    return _slopes("mean_value", letter, body, a, b, steps, lo, hi, using, bound=term(bound))


def taylor(letter, body, bound, a, b, *steps: Step, side="lower", lo=None, hi=None, using=()) -> Step:
    """t(a) + t'(a) (b - a) + m/2 (b - a)^2 <= t(b), since m <= t'' between lo and hi; with side="upper" both are >=."""
    return _slopes("taylor", letter, body, a, b, steps, lo, hi, using, bound=term(bound), side=side)


def monotone(letter, body, a, b, *steps: Step, lo=None, hi=None, using=()) -> Step:
    """t(a) <= t(b), since a <= b and 0 <= t' between lo and hi."""
    return _slopes("monotone", letter, body, a, b, steps, lo, hi, using)


def intermediate_value(letter, body, lo, hi, *steps: Step, using=()) -> Step:
    """There is a zero of the body between lo and hi, since it is continuous, <= 0 at lo and >= 0 at hi."""
    ends = {"lo": term(lo), "hi": term(hi)}
    return Step("intermediate_value", {"letter": letter, "body": term(body), **ends, "proof": steps, "using": using})


def branch(of, using=()) -> Step:
    """The branch of a piecewise term (or the sign) that the facts decide."""
    return Step("branch", {"term": term(of), "using": using})


def trigonometry(law: str, *of) -> Step:
    """A law of sine and cosine, such as "pythagoras" or "sine of a sum"; the table is in ``proofs.kernel.calculus``."""
    return Step("trigonometry", {"law": law, "of": tuple(term(a) for a in of)})
