"""Steps that an author writes in a lemma file; the leaves (which weights?) are found by search, the kernel checks all.

Each function gives a `Step`; ``step.named("...")`` makes its conclusion a fact that later lines name.
Legend: k, n indices; V a term in the index; q a contraction factor; e a constant.
"""

from __future__ import annotations

from proofs.language import Formula, term
from proofs.theorem import Step, Theorem


def have(claim: Formula, *using, square=()) -> Step:
    """A fact that follows from the named facts by a positivity certificate; ``square`` suggests vectors whose squares help."""
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
    return Step("cite", {"theorem": theorem, "fact": fact or theorem.name, "letters": letters, "hypotheses": hypotheses or {}})


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
