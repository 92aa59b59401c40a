import pytest

from numerics.roles import read, solve_for
from proofs.classes import local_error_bound, minimiser, subgradient
from proofs.language import (
    eq,
    forall,
    function,
    index,
    nonnegative,
    norm,
    positive,
    real_sequence,
    schema,
    sequence,
    sqrt,
    vector,
)

L, eta, delta, gamma, beta = positive("L eta delta gamma beta")
c, = nonnegative("c")
k, = index("k")
V = real_sequence("V")


@pytest.mark.parametrize(("atom", "relation", "found"), [
    (eta, eta <= 1/L, ("<=", False, 1/L)),
    (eta, 2/L > eta, ("<=", True, 2/L)),
    (eta, L*eta <= 1, ("<=", False, 1/L)),
    (eta, 0 < 1 - L*eta/2, ("<=", True, None)),
    (c, c <= sqrt(delta)*gamma*beta/2, ("<=", False, sqrt(delta)*gamma*beta/2)),
    (eta, eq(eta, 1/beta), ("==", False, 1/beta)),
    (L, eta <= 1/L, None),
    (c, c*eta <= 1, ("<=", False, 1/eta)),
    (eta, c*eta <= 1, None),  # c may be zero
    (eta, eta <= eta + 1, None),
])
def test_a_bound_is_read_off(atom, relation, found):
    if found is None:
        assert solve_for(atom, relation) is None
    else:
        sense, strict, other = solve_for(atom, relation)
        assert (sense, strict) == found[:2] and (found[2] is None or str(other) == str(found[2]))


def test_sequences_are_bounded_by_their_past_only():
    roles = read({"step": forall(k, V[k + 1] <= c*V[k])})
    assert [(b.sense, b.offset) for b in roles.bounds[V]] == [("<=", 1)]


def test_a_letter_that_two_hypotheses_define_is_refused():
    f, h, (s, x) = function("f"), function("h"), vector("s z")
    assert not read({"a": subgradient(s, f, x), "b": minimiser(f, x), "c": local_error_bound(f, L, x, eta)}).refused
    twice = read({"a": subgradient(s, f, x), "b": subgradient(s, h, x)}).refused
    assert twice == "s is defined twice, the second time by the class subgradient"
    assert read({"a": minimiser(f, x), "b": minimiser(h, x)}).refused


def test_a_letter_printed_alone_is_the_one_bounded():
    roles = read({"small": c <= sqrt(delta)*gamma*beta/2})
    assert set(roles.bounds) == {c}


def test_a_noise_model_of_ones_own_is_bound_and_checked():
    e, x = sequence("e"), vector("x")[0]
    noise = schema("bounded_errors", (e, delta), forall(k, norm(e[k]) <= delta))
    roles = read({"noise": noise})
    assert not roles.refused and roles.checks == {"noise": noise.formula} and [b.other for b in roles.radii[e]] == [delta]
    everywhere = schema("mine", (function("f"),), forall(x, function("f")(x) <= 1))
    assert read({"class": everywhere}).refused == "no family declares the class mine (hypothesis class)"
