import numpy as np

from numerics.backend import choose
from numerics.ball import Ball
from numerics.families import family
from numerics.optimizers import gradient_descent


def reference(A, b, x, eta, steps):
    """A plain loop on one quadratic."""
    path = [x]
    for _ in range(steps):
        path.append(path[-1] - eta*(A @ (path[-1] - b)))
    return np.array(path)


def test_it_agrees_with_a_plain_loop():
    for backend in (choose("numpy"), choose("strict")):
        rng = np.random.default_rng(3)
        problem = family("definite quadratic").sample(rng, 5, 4, backend)
        start, eta = rng.standard_normal((5, 2, 4)), 0.9/problem.data["high"][:, None]*np.ones((1, 2))
        path = gradient_descent.run(problem, Ball(backend.put(start)), Ball(backend.put(eta)), 20)
        for p in range(5):
            for r in range(2):
                plain = reference(problem.data["A"][p], problem.data["b"][p], start[p, r], eta[p, r], 20)
                here = np.array([backend.get(point.v)[p, r] for point in path])
                bound = np.array([backend.get(point.e)[p, r] if point.e is not None else np.zeros(4) for point in path])
                assert (abs(here - plain) <= 2*bound).all()  # the loop rounds as much as the batch does
                assert bound.max() < 1e-8
