"""Every optimizer, step by step, against plain Python floats: references written from the printed update rules."""

import math

import numpy as np
import pytest

from numerics.backend import choose
from numerics.ball import Ball, BallArithmetic, error
from numerics.families import family
from numerics.optimizers import adagrad, adam, heavy_ball, lion, nesterov, newton, rmsprop, scheduled, sgd

STEPS, P, R, N = 12, 3, 2, 3


def mul(a, u): return [a*t for t in u]
def add(u, v): return [s + t for s, t in zip(u, v, strict=True)]
def sub(u, v): return [s - t for s, t in zip(u, v, strict=True)]


def slope(problem, p):
    """The gradient of 1/2 (x - b)^T A (x - b), in floats."""
    A, b = problem.data["A"][p].tolist(), problem.data["b"][p].tolist()
    return lambda x: [sum(a*(s - t) for a, s, t in zip(row, x, b, strict=True)) for row in A]


def momentum(g, x, o):
    path, before = [x], x
    for _ in range(STEPS):
        w = path[-1]
        path.append(add(sub(w, mul(o["eta"], g(w))), mul(o["beta"], sub(w, before))))
        before = w
    return path


def accelerated(g, x, o):
    path, before = [x], x
    for _ in range(STEPS):
        y = add(path[-1], mul(o["beta"], sub(path[-1], before)))
        before = path[-1]
        path.append(sub(y, mul(o["eta"], g(y))))
    return path


def summed_squares(g, x, o):
    path, s = [x], [0.0]*N
    for _ in range(STEPS):
        d = g(path[-1])
        s = [a + t**2 for a, t in zip(s, d, strict=True)]
        path.append([w - o["eta"]*t/(math.sqrt(a) + o["eps"]) for w, t, a in zip(path[-1], d, s, strict=True)])
    return path


def mean_squares(g, x, o):
    path, s = [x], [0.0]*N
    for _ in range(STEPS):
        d = g(path[-1])
        s = [o["beta"]*a + (1 - o["beta"])*t**2 for a, t in zip(s, d, strict=True)]
        path.append([w - o["eta"]*t/(math.sqrt(a) + o["eps"]) for w, t, a in zip(path[-1], d, s, strict=True)])
    return path


def moments(corrected, decayed):
    def loop(g, x, o):
        path, m, v = [x], [0.0]*N, [0.0]*N
        for k in range(1, STEPS + 1):
            d = g(path[-1])
            m = [o["beta"]*a + (1 - o["beta"])*t for a, t in zip(m, d, strict=True)]
            v = [o["beta_2"]*a + (1 - o["beta_2"])*t**2 for a, t in zip(v, d, strict=True)]
            c1, c2 = (1 - o["beta"]**k, 1 - o["beta_2"]**k) if corrected else (1, 1)
            shrunk = mul(1 - o["eta"]*o["decay"], path[-1]) if decayed else path[-1]
            path.append([w - o["eta"]*(a/c1)/(math.sqrt(b/c2) + o["eps"]) for w, a, b in zip(shrunk, m, v, strict=True)])
        return path
    return loop


def signed(g, x, o):
    path, m = [x], [0.0]*N
    for _ in range(STEPS):
        d, w = g(path[-1]), path[-1]
        c = [o["beta"]*a + (1 - o["beta"])*t for a, t in zip(m, d, strict=True)]
        path.append([t - o["eta"]*(math.copysign(1.0, a) + o["decay"]*t) for t, a in zip(w, c, strict=True)])
        m = [o["beta_2"]*a + (1 - o["beta_2"])*t for a, t in zip(m, d, strict=True)]
    return path


def stepping(gamma):
    def loop(g, x, o):
        path = [x]
        for k in range(STEPS):
            d = g(path[-1])
            path.append(sub(path[-1], mul(gamma(k, math.sqrt(sum(t*t for t in d)), o), d)))
        return path
    return loop


METHODS = {
    "heavy ball": (lambda q, x, o: heavy_ball.run(q, x, o["eta"], o["beta"], STEPS), momentum),
    "heavy ball, velocity": (lambda q, x, o: heavy_ball.run_velocity(q, x, o["eta"], o["beta"], STEPS), momentum),
    "Nesterov": (lambda q, x, o: nesterov.run(q, x, o["eta"], o["beta"], STEPS), accelerated),
    "AdaGrad": (lambda q, x, o: adagrad.run(q, x, o["eta"], o["eps"], STEPS), summed_squares),
    "RMSprop": (lambda q, x, o: rmsprop.run(q, x, o["eta"], o["beta"], o["eps"], STEPS), mean_squares),
    "Adam": (lambda q, x, o: adam.run(q, x, o["eta"], o["beta"], o["beta_2"], o["eps"], STEPS), moments(True, False)),
    "Adam, uncorrected": (lambda q, x, o: adam.run(q, x, o["eta"], o["beta"], o["beta_2"], o["eps"], STEPS, corrected=False),
                          moments(False, False)),
    "AdamW": (lambda q, x, o: adam.run(q, x, o["eta"], o["beta"], o["beta_2"], o["eps"], STEPS, decay=o["decay"]),
              moments(True, True)),
    "LION": (lambda q, x, o: lion.run(q, x, o["eta"], o["beta"], o["beta_2"], o["decay"], STEPS), signed),
    "diminishing": (lambda q, x, o: scheduled.run(q, x, scheduled.diminishing(o["eta"], 3), STEPS),
                    stepping(lambda k, size, o: o["eta"]/(1 + math.ceil(k/3)))),
    "diminishing, root": (lambda q, x, o: scheduled.run(q, x, scheduled.diminishing(o["eta"], 3, root=True), STEPS),
                          stepping(lambda k, size, o: o["eta"]/(1 + math.sqrt(math.ceil(k/3))))),
    "damped": (lambda q, x, o: scheduled.run(q, x, scheduled.damped(o["eta"], o["decay"]), STEPS),
               stepping(lambda k, size, o: o["eta"]/(o["decay"]*size + 1))),
    "cosine": (lambda q, x, o: scheduled.run(q, x, scheduled.cosine(o["eps"], o["eta"], STEPS, o["arithmetic"]), STEPS),
               stepping(lambda k, size, o: o["eps"] + (o["eta"] - o["eps"])/2*(1 + math.cos(math.pi*k/STEPS)))),
}


def setting(backend, seed=3):
    rng = np.random.default_rng(seed)
    problem = family("definite quadratic").sample(rng, P, N, backend)
    numbers = {"beta": np.full((P, R), 0.75), "beta_2": np.full((P, R), 0.875), "eps": np.full((P, R), 2.0**-6),
               "decay": np.full((P, R), 0.25), "eta": 0.5/problem.data["high"][:, None]*np.ones((1, R))}
    return problem, rng.standard_normal((P, R, N)), numbers


def close(path, plain, backend, p, r):
    """Every point lies within its error bound of the reference, which rounds as much."""
    for here, there in zip(path, plain, strict=True):
        gap = abs(backend.get(here.v)[p, r] - np.array(there))
        assert (gap <= 4*backend.get(error(here))[p, r] + 1e-15*abs(np.array(there))).all()
        assert backend.get(error(here))[p, r].max() < 1e-6


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("backend", ["numpy", "strict"])
def test_it_agrees_with_plain_floats(name, backend):
    backend = choose(backend)
    method, reference = METHODS[name]
    problem, start, numbers = setting(backend)
    options = {key: Ball(backend.put(a)) for key, a in numbers.items()} | {"arithmetic": BallArithmetic(backend)}
    path = method(problem, Ball(backend.put(start)), options)
    for p in range(P):
        for r in range(R):
            plain = reference(slope(problem, p), start[p, r].tolist(), {key: float(a[p, r]) for key, a in numbers.items()})
            close(path, plain, backend, p, r)
            assert max(abs(t) for t in sub(plain[-1], plain[0])) > 1e-4  # it went somewhere


@pytest.mark.parametrize("order", ["cyclic", "uniform", "minibatch"])
def test_stochastic_gradient_descent_agrees_with_plain_floats(order):
    backend, rng = choose("numpy"), np.random.default_rng(8)
    members = [family("definite quadratic").sample(np.random.default_rng(i), P, N, backend) for i in range(4)]
    batches = {"cyclic": sgd.cyclic(4, STEPS), "uniform": sgd.uniform(4, STEPS, rng),
               "minibatch": sgd.minibatches(4, 2, STEPS, rng)}[order]
    assert len(batches) == STEPS and all(len(set(b)) == len(b) and set(b) <= set(range(4)) for b in batches)
    start, eta = rng.standard_normal((P, R, N)), np.full((P, R), 2.0**-6)
    path = sgd.run(members, Ball(start), Ball(eta), batches)
    for p in range(P):
        slopes = [slope(m, p) for m in members]
        plain = [start[p, 0].tolist()]
        for batch in batches:
            mean = [sum(column)/len(batch) for column in zip(*(slopes[i](plain[-1]) for i in batch), strict=True)]
            plain.append(sub(plain[-1], mul(2.0**-6, mean)))
        close(path, plain, backend, p, 0)


def test_newton_reaches_the_minimiser_of_a_quadratic_at_once_and_agrees_on_logistic_loss():
    backend, rng = choose("numpy"), np.random.default_rng(1)
    quadratic = family("definite quadratic").sample(rng, 20, N, backend)
    path = newton.run(quadratic, Ball(rng.standard_normal((20, R, N))), 1, backend)
    assert (abs(path[1].v - quadratic.centre) <= error(path[1])).all()
    logistic = family("logistic with ridge").sample(rng, P, 1, backend)
    path = newton.run(logistic, Ball(rng.standard_normal((P, R, 1))), 6, backend)
    for p in range(P):
        Z, ridge = logistic.data["Z"][p].ravel().tolist(), float(logistic.data["r"][p])
        for r in range(R):
            x = float(path[0].v[p, r, 0])
            for point in path[1:]:
                s = [1/(1 + math.exp(z*x)) for z in Z]
                g = ridge*x - sum(a*z for a, z in zip(s, Z, strict=True))/len(Z)
                h = ridge + sum(a*(1 - a)*z*z for a, z in zip(s, Z, strict=True))/len(Z)
                x -= g/h
                assert abs(float(point.v[p, r, 0]) - x) <= 4*float(error(point)[p, r, 0]) + 1e-13
