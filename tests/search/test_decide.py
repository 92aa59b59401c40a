"""Decisions on small obligations, each for one thing that the search can do; what it says is confirmed."""

import json
import time

import pytest

from proofs.obligation import read_obligation
from proofs.search import decide as search
from verify import decided, obligations

SIGN = {"a": ">0", "b": ">0"}


def decision(seconds=20.0, **parts):
    task = read_obligation({"id": "x", **parts})
    answer, values = obligations.settle(task, time.monotonic() + seconds, search.decide)
    return answer, values


EXTRAGRADIENT = dict(params={"a": ">0", "m": ">0", "L": ">0"}, vectors=["D", "g", "G"], claim="(1-a*m)*sq(D) - sq(D-a*G)",
                     hyps={"strong": "ip(G,D-a*g) - m*sq(D-a*g)", "lip": "L**2*a**2*sq(g) - sq(G-g)", "k": "1 - a**2*L**2 - 2*a*m"})
SCALED = dict(params={"m": ">0", "l": ">0"}, vectors=["D", "g", "G"], claim="(1-m)*sq(D) - sq(D-G)")
PROVED = {
    "a vector equation": dict(params=SIGN, vectors=["x", "g", "h", "k"], eqs={"e": "a*g - h + k"}, claim="a*ip(g,x) - ip(h,x) + ip(k,x)"),
    "equations one after the other": dict(scalars=["p", "q", "r"], eqs={"e": "p - q**2", "f": "2*r - p - q"}, claim="2*r - q"),
    "a vector that is zero": dict(vectors=["x", "g"], eqs={"e": "g"}, claim="ip(g,x)"),
    "an equation divided by a sign": dict(params=SIGN, scalars=["s"], eqs={"e": "a*s - b"}, claim="s"),
    "Cauchy and Schwarz": dict(vectors=["u", "v"], claim="sq(u)*sq(v) - ip(u,v)**2"),
    "their inequality with bounds": dict(params=SIGN, vectors=["u", "v"], hyps={"u": "a - sq(u)", "v": "b - sq(v)"}, claim="a*b - ip(u,v)**2"),
    "Bessel": dict(vectors=["x", "u", "v"], hyps={"u": "1 - sq(u)", "v": "1 - sq(v)"}, eqs={"o": "ip(u,v)"},
                   claim="sq(x) - ip(x,u)**2 - ip(x,v)**2"),
    "signs of denominators in squares": dict(params={"m": ">0", "d": ">0", "c": ">0"}, vectors=["x", "g"], hyps={"step": "2 - c*(2*m + d)"},
                                             claim="(1 - c*m)*sq(x) + 2*c*ip(g,x) + c**2*sq(g)/(1 - c*m)"),
    "a letter without a sign in coefficients": dict(scalars=["t"], vectors=["x", "y"], hyps={"low": "t", "high": "1 - t"},
                                                    claim="t*sq(x) + (1-t)*sq(y) - sq(t*x + (1-t)*y)"),
    "room for many multipliers": dict(params={"m": ">0"}, scalars=["f", "fs"], vectors=["g", "x"], hyps={"growth": "f - fs - m/2*sq(x)", "convex": "fs - f + ip(g,x)"},
                                      claim="4*sq(g)/m - (f - fs)"),
    "multipliers that scale as they have to": EXTRAGRADIENT,
    "one hypothesis more": {**SCALED, "hyps": {
        "all": "(1-m)*sq(D) - sq(D-G) - 2*(ip(G,D-g) - m*sq(D-g)) - (l**2*sq(g) - sq(G-g)) - m*sq(D-2*g)",
        "strong": "ip(G,D-g) - m*sq(D-g)", "lip": "l**2*sq(g) - sq(G-g)", "k": "1 - l**2 - 2*m"}},
    "a parameter that is replaced": {**EXTRAGRADIENT, "params": {**EXTRAGRADIENT["params"], "k": ">=0"}, "eqs": {"k": "1 - a**2*L**2 - 2*a*m - k"},
                                     "hyps": {name: EXTRAGRADIENT["hyps"][name] for name in ("strong", "lip")}},
    "a denominator of either sign": dict(params={"q": ">=0", "c": ">=0"}, scalars=["a", "b"], hyps={"step": "q*a + c - b", "before": "c/(1-q) - a"},
                                         claim="c/(1-q) - b"),
    "a little room": dict(scalars=["s"], hyps={"p": "s"}, eqs={"e": "s**2 - 2"}, claim="142/100 - s"),
}
REFUTED = {
    "on a circle": dict(scalars=["p", "q"], eqs={"circle": "p**2 + q**2 - 1"}, claim="7/5 - p - q"),
    "on a parabola": dict(params=SIGN, eqs={"e": "a**2 - a - b**2"}, claim="a - b - 1"),
    "on a plane": dict(scalars=["p", "q", "r"], eqs={"e": "3*p + 7*q - 5*r - 1"}, claim="r - p"),
    "far from small numbers": dict(scalars=["p", "q"], hyps={"near": "p - 7*q - 17/23", "below": "1/10 + 7*q - p + 17/23"}, claim="q**2 - 1/9"),
    "only at a root": dict(scalars=["s"], hyps={"p": "s"}, eqs={"e": "s**2 - 2"}, claim="14/10 - s"),
    "at two roots": dict(scalars=["s", "t", "u"], hyps={"p": "s", "q": "t"}, eqs={"e": "s**2 - 2", "f": "t**2 - 3", "g": "u - s - t"}, claim="3 - u"),
    "at a vector with a root": dict(vectors=["x", "y"], scalars=["s"], hyps={"p": "ip(x,y)"}, eqs={"e": "sq(x) - 3", "f": "y - 2*x", "g": "s - 1"},
                                    claim="5 - sq(y)*s"),
    "a letter called theta": dict(scalars=["theta", "c"], eqs={"e": "theta**2 - 3", "c": "c - theta - 1"}, claim="1 - c"),
}


@pytest.mark.parametrize("name", PROVED)
def test_proved(name):
    answer, _ = decision(**PROVED[name])
    assert answer.verdict == "PROVED", answer.message


@pytest.mark.parametrize("name", REFUTED)
def test_refuted(name):
    answer, values = decision(**REFUTED[name])
    assert answer.verdict == "REFUTED", answer.message
    assert ("theta" in values) == ("root" in name or "theta" in name)
    json.dumps(values)


def test_a_root_is_shown_with_what_it_is():
    answer, values = decision(**REFUTED["only at a root"])
    assert values == {"params": {}, "scalars": {"s": "theta"}, "vectors": {},
                      "theta": {"polynomial": ["-2", "0", "1"], "interval": ["1", "2"]}}
    assert decided.in_words(values) == "s = theta, where theta is the root of -2 + theta**2 between 1 and 2"
    assert answer.sides == ("0", "-0.0142135623731...")


def test_a_contradiction_by_an_equation():
    answer, _ = decision(scalars=["p", "q"], hyps={"h": "q - 1"}, eqs={"e": "p + q", "f": "p - q"}, claim="p")
    assert answer.verdict == "VACUOUS"


@pytest.mark.parametrize("claim", ["(((9**64)**64)**64)**64*a**2", "-1 - (((9**64)**64)**64)**64*a**2"])
def test_numbers_beyond_all_bounds_have_an_answer_in_time(claim):
    start = time.monotonic()
    answer, _ = decision(scalars=["a"], claim=claim)
    assert time.monotonic() - start < 10
    assert answer.verdict == "OPEN" and "the kernel cannot multiply it out" in answer.message


@pytest.mark.parametrize("claim", ["((a**64)**64)**64 + 1", "((a**64)**64)**64*(a + 1)**64"])
def test_a_high_degree_has_an_answer_in_time(claim):
    start = time.monotonic()
    answer, _ = decision(scalars=["a"], claim=claim)
    assert answer.verdict in ("PROVED", "OPEN")
    assert time.monotonic() - start < 10


def test_the_deadline_holds():
    names = [f"x{i}" for i in range(9)]
    chain = " + ".join(f"(x{i}*x{i + 1} - x{(i + 2) % 9} - {i}/7)**2" for i in range(8))
    start = time.monotonic()
    answer, _ = decision(1.0, scalars=names, hyps={"h": "x0*x1*x2 - 1", "k": "3 - x3*x4*x5"}, claim=chain + " - 1/1000000")
    assert answer.verdict in ("OPEN", "REFUTED")
    assert time.monotonic() - start < 2.0
