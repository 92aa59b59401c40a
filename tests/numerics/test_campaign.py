import dataclasses

import pytest

from numerics import shard as shards
from numerics.backend import choose
from numerics.campaign import check
from numerics.result import Numeric
from numerics.store import Store
from proofs.classes import (
    best_iterate,
    bounded_below,
    convex,
    iterates,
    local_error_bound,
    minimiser,
    polyak_lojasiewicz,
    subgradient,
)
from proofs.language import (
    Q,
    dot,
    eq,
    forall,
    function,
    grad,
    infimum,
    integral,
    linear_rate,
    norm,
    positive,
    real,
    real_sequence,
    sequence,
    sq,
    total,
    vector,
)
from proofs.theorem import Definition
from tests.numerics.theorems import (
    L,
    T,
    contradictory,
    descent,
    eta,
    f,
    fs,
    obligations,
    schema,
    sigma,
    smooth,
    t,
    telescoped,
    theorem,
    update,
    w,
    x,
    xs,
    y,
)

FEW = {"instances": 4000, "problems": 200}
alpha, q, c = positive("alpha q c")


def verdict(thm, **options):
    found = check(obligations(thm), **(FEW | options))
    return found[thm.name]


@pytest.mark.parametrize("backend", ["numpy", "strict"])
def test_the_descent_lemma_holds_line_by_line_and_is_tight(backend):
    found = check(obligations(descent()), **FEW, backend=backend)
    assert list(found) == ["descent.1", "descent.2", "descent.3", "descent.4", "descent"]
    assert {r.verdict for r in found.values()} == {Numeric.HELD}
    assert all(r.instances >= 4000 and r.problems >= 200 for r in found.values())
    assert 1 - 1e-12 < found["descent"].tightness <= 1
    assert found["descent.2"].within_rounding == found["descent.2"].instances
    assert sum(found["descent"].histogram[1]) == found["descent"].instances


@pytest.mark.parametrize("backend", ["numpy", "strict"])
def test_51_hundredths_is_noticed_and_confirmed(backend):
    found = verdict(descent(Q(51, 100)), backend=backend)
    assert found.verdict is Numeric.VIOLATED and "it fails in ball arithmetic" in found.reason
    assert found.witness and found.tightness == pytest.approx(1.02)


def test_a_dropped_step_size_bound_is_noticed():
    assert verdict(descent(rate=False)).verdict is Numeric.VIOLATED


def test_contradictory_hypotheses_are_vacuous():
    found = verdict(contradictory())
    assert found.verdict is Numeric.VACUOUS and found.instances == 0 and found.inadmissible > 0


def test_both_backends_give_the_same_counts():
    here, there = (verdict(descent(), backend=name) for name in ("numpy", "strict"))
    assert (here.problems, here.instances, here.inadmissible) == (there.problems, there.instances, there.inadmissible)
    assert here.tightness == pytest.approx(there.tightness)


TRUE = {
    "telescoping": telescoped(),
    "PL rate": theorem(f(w[T]) - fs <= (1 - alpha/L)**T*(f(w[0]) - fs), smooth=smooth, pl=polyak_lojasiewicz(f, alpha, fs),
                       update=update, rate=eq(eta, 1/L)),
    "step size from a product": theorem(f(w[t + 1]) <= f(w[t]), smooth=smooth, update=update, rate=0 < 1 - L*eta/2),
    "convex rate": theorem((T + 1)*(f(w[T + 1]) - f(xs)) <= sq(w[0] - xs)/(2*eta), smooth=smooth, convex=convex(f),
                           minimiser=minimiser(f, xs), update=update, rate=eta <= 1/L),
    "gradient and gap": theorem(sq(grad(f)(x)) <= 2*L*(f(x) - fs), smooth=smooth, inf=infimum(f, fs)),
    "class as a claim": theorem(forall((x, y), norm(grad(f)(x) - grad(f)(y)) <= L*norm(x - y)), smooth=smooth),
    "no function at all": theorem(forall((x, y), dot(x, y) <= norm(x)*norm(y))),
    "fundamental theorem": theorem(eq(f(y) - f(x), integral(dot(grad(f)(x + real("s")[0]*(y - x)), y - x), real("s")[0], 0, 1)),
                                   smooth=smooth),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_theorems_hold(name):
    found = verdict(TRUE[name])
    assert found.verdict is Numeric.HELD, found.reason
    assert found.instances >= 4000


FALSE = {
    "smooth is not convex": theorem(f(y) + dot(grad(f)(y), x - y) <= f(x), smooth=smooth),
    "gradient and gap, 19/20 of it": theorem(sq(grad(f)(x)) <= Q(19, 10)*L*(f(x) - fs), smooth=smooth, inf=infimum(f, fs)),
    "any lower bound is no minimum": theorem(sq(grad(f)(x)) <= 2*sigma*(f(x) - fs), smooth=smooth, below=bounded_below(f, fs)),
    "no strict decrease at a minimiser": theorem(f(w[t + 1]) < f(w[t]), smooth=smooth, update=update, rate=eta <= 1/L),
}


@pytest.mark.parametrize("name", FALSE)
def test_false_theorems_are_violated(name):
    assert verdict(FALSE[name]).verdict is Numeric.VIOLATED


def test_sequences_are_drawn_inside_their_bounds():
    gamma, V = real_sequence("gamma"), real_sequence("V", ">= 0")
    step = iterates(w, lambda k: w[k] - gamma[k]*grad(f)(w[k]))
    inside = {"low": forall(t, sigma <= gamma[t]), "high": forall(t, gamma[t] <= 2/L - sigma)}
    assert verdict(theorem(f(w[t + 1]) <= f(w[t]), smooth=smooth, step=step, **inside)).verdict is Numeric.HELD
    contraction = {"step": forall(t, V[t + 1] <= q*V[t] + c), "q": q < 1}
    assert verdict(theorem(V[T] <= q**T*V[0] + c/(1 - q), **contraction)).verdict is Numeric.HELD
    assert verdict(theorem(V[T] <= q**T*V[0] + c, **contraction)).verdict is Numeric.VIOLATED


def test_free_vector_sequences_are_adversarial_enough():
    g, z, u = sequence("g"), sequence("z"), vector("u")[0]
    def regret(share):
        right = sq(z[0] - u)/(2*eta) + share*eta*total(sq(g[t]), t, 0, T)
        return theorem(total(dot(g[t], z[t] - u), t, 0, T) <= right, update=iterates(z, lambda k: z[k] - eta*g[k]))
    assert verdict(regret(Q(1, 2))).verdict is Numeric.HELD
    assert verdict(regret(Q(49, 100))).verdict is Numeric.VIOLATED


def test_vectors_are_drawn_inside_their_radius():
    g = sequence("g")
    inside = theorem(total(sq(g[t]), t, 0, T) <= (T + 1)*sigma**2, bound=forall(t, norm(g[t]) <= sigma))
    found = verdict(inside)
    assert found.verdict is Numeric.HELD and found.inadmissible == 0 and found.instances > 3000
    assert verdict(theorem(inside.claim, bound=forall(t, sq(g[t]) <= 2*sigma**2))).verdict is Numeric.VIOLATED


def test_the_best_iterate_and_a_local_error_bound():
    best, = vector("best")
    rate = {"smooth": smooth, "inf": infimum(f, fs), "update": update, "rate": eq(eta, 1/L)}
    claim = T*sq(grad(f)(best)) <= 2*L*(f(w[0]) - fs)
    assert verdict(theorem(claim, **rate, best=best_iterate(best, f, w, T), many=1 <= T)).verdict is Numeric.HELD
    local = {"local": local_error_bound(f, alpha, xs, sigma), "inside": norm(x - xs) <= sigma}
    assert verdict(theorem(alpha*(f(x) - f(xs)) <= sq(grad(f)(x)), **local)).verdict is Numeric.HELD
    assert verdict(theorem(2*alpha*(f(x) - f(xs)) <= sq(grad(f)(x)), **local)).verdict is Numeric.VIOLATED


def test_equations_do_not_override_what_else_is_known_of_a_letter():
    elsewhere = {"smooth": smooth, "convex": convex(f), "min": minimiser(f, xs), "at": eq(xs, y + x), "far": 1 <= sq(x - xs)}
    assert verdict(theorem(f(xs) <= f(x), **elsewhere)).verdict is not Numeric.VIOLATED
    negative = {"eta": eq(eta, q - 5*alpha), "less": q < alpha}  # eta > 0 by its sign
    assert verdict(theorem(eta <= 0, **negative)).verdict is Numeric.VACUOUS


def test_a_definition_claims_nothing():
    found = verdict(dataclasses.replace(theorem(eq(x, y)), definition=Definition.CLASS))
    assert found.verdict is Numeric.NOT_RUN and found.reason == "it defines something; nothing is claimed"


def test_the_split_of_a_strongly_convex_function():
    h, s = function("h"), vector("s")[0]
    split = schema("strongly_convex_split", (f, h, sigma), forall(x, eq(f(x), h(x) + sigma/2*sq(x))))
    hypotheses = {"split": split, "convex": convex(h), "sub": subgradient(s, h, x), "minimiser": minimiser(f, xs)}
    assert verdict(theorem(2*sigma*(f(x) - f(xs)) <= sq(s + sigma*x), **hypotheses)).verdict is Numeric.HELD
    assert verdict(theorem(3*sigma*(f(x) - f(xs)) <= sq(s + sigma*x), **hypotheses)).verdict is Numeric.VIOLATED


@pytest.mark.parametrize(("thm", "reason"), [
    (theorem(linear_rate(f(w[t]), t), smooth=smooth), "a finite run cannot contradict the existence of C"),
    (theorem(f(x) <= f(y), odd=schema("round", (f, L), forall(x, f(x) <= L))), "no family declares the class round"),
    (theorem(f(x) <= f(y), odd=forall(x, f(x) <= f(y))), "the hypothesis odd is no class"),
    (theorem(f(x) <= f(y) + x), "it has no meaning"),
])
def test_what_cannot_be_run_says_why(thm, reason):
    found = verdict(thm)
    assert found.verdict is Numeric.NOT_RUN and reason in found.reason


def test_a_killed_run_resumes_where_it_stopped(tmp_path, monkeypatch):
    whole = check(obligations(descent()), **FEW)
    done = []

    def stop_after_seven(shard, planned):
        done.append(shard)
        if shard == 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(obligations(descent()), **FEW, store=tmp_path/"runs.sqlite", progress=stop_after_seven)
    computed, really = [], shards.run
    monkeypatch.setattr(shards, "run", lambda plan, shard: computed.append(shard) or really(plan, shard))
    with Store(tmp_path/"runs.sqlite") as store:
        assert len(store) == 7
        resumed = check(obligations(descent()), **FEW, store=store)
    assert computed == list(range(7, 20))
    for name in whole:
        assert dataclasses.replace(whole[name], seconds=0) == dataclasses.replace(resumed[name], seconds=0)


def test_counts_merge_in_any_order():
    from numerics.campaign import Plan
    from numerics.claims import claim
    from numerics.roles import read
    thm = descent()
    roles = read(thm.hypotheses)
    able, _ = shards.candidates(roles, [f])
    plan = Plan(roles, thm.hypotheses, (claim("it", thm.claim),), able, 5, 5, 0, choose("numpy"))
    one, two, three = (shards.run(plan, j)["it"] for j in range(3))
    assert (one + two) + three == one + (three + two) == type(one).from_list((three + one + two).as_list())
