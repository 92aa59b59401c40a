"""The worst-case rates of the textbook set as performance estimation problems, for PEPit.

Each function states one method on one class: it adds what is given to a problem, at one value of the parameters, and returns
(given, reached), two expressions. PEPit then finds the largest value of ``reached`` under ``given <= 1``, in floats; a claim
``reached <= rate*given`` is true of the class if that value is at most the rate. A class may know more than the facts that an
obligation names, so a false entry stands here only where the class refutes it too. What has no rate (identities, recursions of
numbers) or no class in PEPit (samples, Bregman steps, growth of a function) is left out.

Letters: x, y, z points, xs a solution, g a gradient, f, h functions, A, B, N operators; p after a letter: the next one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction as Q
from math import inf, nan
from typing import Any

from PEPit import PEP
from PEPit.functions import (
    ConvexFunction,
    ConvexIndicatorFunction,
    SmoothConvexFunction,
    SmoothStronglyConvexFunction,
    StronglyConvexFunction,
)
from PEPit.operators import (
    CocoerciveOperator,
    LipschitzOperator,
    LipschitzStronglyMonotoneOperatorExpensive,
    MonotoneOperator,
    StronglyMonotoneOperator,
)
from PEPit.primitive_steps import exact_linesearch_step, linear_optimization_step, proximal_step

Given = tuple[Any, Any]  # what is at most 1, and what becomes as large as it can


@dataclass(frozen=True)
class Rate:
    """A claim ``reached <= rate*given`` at ``values`` of the parameters."""

    problem: Callable[..., Given]
    values: dict[str, Q]
    rate: Q

    def worst_case(self) -> float:
        """The largest ``reached`` under ``given <= 1``: PEPit's dual value; infinite if unbounded, NaN if unanswered."""
        pep = PEP()
        given, reached = self.problem(pep, **{name: float(value) for name, value in self.values.items()})
        pep.set_initial_condition(given <= 1)
        pep.set_performance_metric(reached)
        tau = pep.solve(wrapper="cvxpy", solver="CLARABEL", verbose=0)
        return float(tau) if tau is not None else inf if pep.wrapper.prob.status == "unbounded" else nan


# --- gradient steps ------------------------------------------------------------------------------------------------


def gradient_distance(pep: PEP, mu: float, L: float, gamma: float) -> Given:
    f = pep.declare_function(SmoothStronglyConvexFunction, mu=mu, L=L)
    x, xs = pep.set_initial_point(), f.stationary_point()
    return (x - xs)**2, (x - gamma*f.gradient(x) - xs)**2


def gradient_norm(pep: PEP, mu: float, L: float, gamma: float) -> Given:
    f = pep.declare_function(SmoothStronglyConvexFunction, mu=mu, L=L)
    x = pep.set_initial_point()
    g = f.gradient(x)
    return g**2, f.gradient(x - gamma*g)**2


def gradient_values(pep: PEP, mu: float, L: float, gamma: float) -> Given:
    f = pep.declare_function(SmoothStronglyConvexFunction, mu=mu, L=L)
    x, xs = pep.set_initial_point(), f.stationary_point()
    return f(x) - f(xs), f(x - gamma*f.gradient(x)) - f(xs)


def line_search_values(pep: PEP, mu: float, L: float) -> Given:
    f = pep.declare_function(SmoothStronglyConvexFunction, mu=mu, L=L)
    x, xs = pep.set_initial_point(), f.stationary_point()
    g = f.gradient(x)
    _, _, fp = exact_linesearch_step(x, f, [g])
    return f(x) - f(xs), fp - f(xs)


def smooth_values(pep: PEP, L: float, n: float) -> Given:
    """n steps of length 1/L."""
    f = pep.declare_function(SmoothConvexFunction, L=L)
    x, xs = pep.set_initial_point(), f.stationary_point()
    given = (x - xs)**2
    for _ in range(int(n)):
        x = x - 1/L*f.gradient(x)
    return given, f(x) - f(xs)


def smooth_gradient(pep: PEP, L: float) -> Given:
    f = pep.declare_function(SmoothConvexFunction, L=L)
    x, xs = pep.set_initial_point(), f.stationary_point()
    return (x - xs)**2, f.gradient(x - 1/L*f.gradient(x))**2


def smooth_gradient_norm(pep: PEP, L: float, gamma: float) -> Given:
    f = pep.declare_function(SmoothConvexFunction, L=L)
    x = pep.set_initial_point()
    g = f.gradient(x)
    return g**2, f.gradient(x - gamma*g)**2


def strong_suboptimality(pep: PEP, m: float) -> Given:
    f = pep.declare_function(StronglyConvexFunction, mu=m)
    x, xs = pep.set_initial_point(), f.stationary_point()
    return f.gradient(x)**2, f(x) - f(xs)


def strong_distance(pep: PEP, m: float) -> Given:
    f = pep.declare_function(StronglyConvexFunction, mu=m)
    x, xs = pep.set_initial_point(), f.stationary_point()
    return f.gradient(x)**2, (x - xs)**2


def gradient_potential(pep: PEP, L: float, A: float, grow: float) -> Given:
    f = pep.declare_function(SmoothConvexFunction, L=L)
    x, xs = pep.set_initial_point(), f.stationary_point()
    xp = x - 1/L*f.gradient(x)
    return A*(f(x) - f(xs)) + L/2*(x - xs)**2, (A + grow)*(f(xp) - f(xs)) + L/2*(xp - xs)**2


def nesterov_potential(pep: PEP, L: float, A: float, a: float) -> Given:
    f = pep.declare_function(SmoothConvexFunction, L=L)
    x, z, xs = pep.set_initial_point(), pep.set_initial_point(), f.stationary_point()
    y = A/(A + a)*x + a/(A + a)*z
    g = f.gradient(y)
    return A*(f(x) - f(xs)) + (z - xs)**2/2, (A + a)*(f(y - 1/L*g) - f(xs)) + (z - a*g - xs)**2/2


def nesterov_strong(pep: PEP, L: float, q: float) -> Given:
    mu = q**2*L
    f = pep.declare_function(SmoothStronglyConvexFunction, mu=mu, L=L)
    x, z, xs = pep.set_initial_point(), pep.set_initial_point(), f.stationary_point()
    y = 1/(1 + q)*(x + q*z)
    g = f.gradient(y)
    zp = (1 - q)*z + q*(y - 1/mu*g)
    return f(x) - f(xs) + mu/2*(z - xs)**2, f(y - 1/L*g) - f(xs) + mu/2*(zp - xs)**2


def heavy_ball(pep: PEP, L: float, a: float, b: float) -> Given:
    f = pep.declare_function(SmoothConvexFunction, L=L)
    x, xm, xs = pep.set_initial_point(), pep.set_initial_point(), f.stationary_point()
    xp = x - a*f.gradient(x) + b/(1 + b)*(x - xm)
    gain = 2*a*(1 + b)*(f(x) - f(xs)) + 2*a*b*(1 + b)*(f(x) - f(xm))
    return (x + b*(x - xm) - xs)**2, gain + (xp + b*(xp - x) - xs)**2


# --- subgradients, proximal steps, Frank-Wolfe -----------------------------------------------------------------------


def subgradient_step(pep: PEP, eta: float, part: float) -> Given:
    """The term eta^2*|g|^2 enters with the weight ``part``."""
    f = pep.declare_function(ConvexFunction)
    x, xs = pep.set_initial_point(), f.stationary_point()
    g = f.gradient(x)
    return (x - xs)**2 + part*eta**2*g**2, 2*eta*(f(x) - f(xs)) + (x - eta*g - xs)**2


def strong_subgradient_step(pep: PEP, eta: float, mu: float, contraction: float) -> Given:
    f = pep.declare_function(StronglyConvexFunction, mu=mu)
    x, xs = pep.set_initial_point(), f.stationary_point()
    g = f.gradient(x)
    return contraction*(x - xs)**2 + eta**2*g**2, 2*eta*(f(x) - f(xs)) + (x - eta*g - xs)**2


def polyak_step(pep: PEP, eta: float, gain: float) -> Given:
    """The length that Polyak's rule gives is eta."""
    f = pep.declare_function(ConvexFunction)
    x, xs = pep.set_initial_point(), f.stationary_point()
    g = f.gradient(x)
    pep.add_constraint(eta*g**2 == f(x) - f(xs))
    return (x - xs)**2, gain*eta*(f(x) - f(xs)) + (x - eta*g - xs)**2


def proximal_values(pep: PEP, gamma: float) -> Given:
    h = pep.declare_function(ConvexFunction)
    x, xs = pep.set_initial_point(), h.stationary_point()
    p, _, hp = proximal_step(x, h, gamma)
    return (x - xs)**2, (p - xs)**2 + (x - p)**2 + 2*gamma*(hp - h(xs))


def proximal_potential(pep: PEP, gamma: float, A: float, grow: float) -> Given:
    h = pep.declare_function(ConvexFunction)
    x, xs = pep.set_initial_point(), h.stationary_point()
    p, _, hp = proximal_step(x, h, gamma)
    return A*(h(x) - h(xs)) + (x - xs)**2/2, (A + grow)*(hp - h(xs)) + (p - xs)**2/2


def proximal_gradient(pep: PEP, mu: float, L: float, gamma: float) -> Given:
    f = pep.declare_function(SmoothStronglyConvexFunction, mu=mu, L=L)
    h = pep.declare_function(ConvexFunction)
    x, xs = pep.set_initial_point(), (f + h).stationary_point()
    p, _, _ = proximal_step(x - gamma*f.gradient(x), h, gamma)
    return (x - xs)**2, (p - xs)**2


def frank_wolfe(pep: PEP, L: float, gamma: float, D: float) -> Given:
    f = pep.declare_function(SmoothConvexFunction, L=L)
    inside = pep.declare_function(ConvexIndicatorFunction, D=D)
    x, xs = pep.set_initial_point(), (f + inside).stationary_point()
    inside(x)  # the start is feasible
    s, _, _ = linear_optimization_step(f.gradient(x), inside)
    return f(x) - f(xs), f(x + gamma*(s - x)) - f(xs)


# --- operators -----------------------------------------------------------------------------------------------------


def halpern(pep: PEP) -> Given:
    N = pep.declare_function(LipschitzOperator, L=1.)
    x, (xs, _, _) = pep.set_initial_point(), N.fixed_point()
    xp = (x + N.gradient(x))/2
    return (x - xs)**2, (xp - N.gradient(xp))**2


def averaged(pep: PEP, alpha: float, weight: float) -> Given:
    N = pep.declare_function(LipschitzOperator, L=1.)
    x, y = pep.set_initial_point(), pep.set_initial_point()
    tx, ty = (1 - alpha)*x + alpha*N.gradient(x), (1 - alpha)*y + alpha*N.gradient(y)
    return (x - y)**2, (tx - ty)**2 + weight*(x - tx - y + ty)**2


def krasnoselskii_mann(pep: PEP, lam: float) -> Given:
    N = pep.declare_function(LipschitzOperator, L=1.)
    x, (z, _, _) = pep.set_initial_point(), N.fixed_point()
    t = N.gradient(x)
    return (x - z)**2, ((1 - lam)*x + lam*t - z)**2 + lam*(1 - lam)*(t - x)**2


def resolvent(pep: PEP, gamma: float, mu: float) -> Given:
    A = pep.declare_function(StronglyMonotoneOperator, mu=mu)
    x, y = pep.set_initial_point(), pep.set_initial_point()
    return (x - y)**2, (proximal_step(x, A, gamma)[0] - proximal_step(y, A, gamma)[0])**2


def forward_step(pep: PEP, gamma: float, beta: float) -> Given:
    B = pep.declare_function(CocoerciveOperator, beta=beta)
    x, y = pep.set_initial_point(), pep.set_initial_point()
    return (x - y)**2, (x - gamma*B.gradient(x) - y + gamma*B.gradient(y))**2


def forward_strong(pep: PEP, gamma: float, mu: float, L: float) -> Given:
    A = pep.declare_function(LipschitzStronglyMonotoneOperatorExpensive, mu=mu, L=L)
    x, y = pep.set_initial_point(), pep.set_initial_point()
    return (x - y)**2, (x - gamma*A.gradient(x) - y + gamma*A.gradient(y))**2


def forward_backward(pep: PEP, gamma: float, beta: float, weight: float) -> Given:
    A, B = pep.declare_function(MonotoneOperator), pep.declare_function(CocoerciveOperator, beta=beta)
    x, xs = pep.set_initial_point(), (A + B).stationary_point()
    b = B.gradient(x)
    xp, _, _ = proximal_step(x - gamma*b, A, gamma)
    return (x - xs)**2, (xp - xs)**2 + weight*(b - B.gradient(xs))**2


def splitting(pep: PEP, lam: float, weight: float) -> Given:
    """Douglas-Rachford with relaxation lam (1: the plain method, 2: Peaceman-Rachford), and the weight of |y - x|^2."""
    A, B = (pep.declare_function(MonotoneOperator, reuse_gradient=True) for _ in range(2))
    z, xs = pep.set_initial_point(), (A + B).stationary_point()
    zs = xs + A.gradient(xs)
    x, _, _ = proximal_step(z, A, 1)
    y, _, _ = proximal_step(2*x - z, B, 1)
    return (z - zs)**2, (z + lam*(y - x) - zs)**2 + weight*(y - x)**2


def davis_yin(pep: PEP, gamma: float, beta: float) -> Given:
    A, B = (pep.declare_function(MonotoneOperator, reuse_gradient=True) for _ in range(2))
    C = pep.declare_function(CocoerciveOperator, beta=beta)
    z, xs = pep.set_initial_point(), (A + B + C).stationary_point()
    zs = xs + gamma*B.gradient(xs)
    x, _, _ = proximal_step(z, B, gamma)
    y, _, _ = proximal_step(2*x - z - gamma*C.gradient(x), A, gamma)
    return (z - zs)**2, (z + y - x - zs)**2


def extragradient(pep: PEP, gamma: float, L: float, weight: float) -> Given:
    A = pep.declare_function(LipschitzStronglyMonotoneOperatorExpensive, mu=0., L=L)
    x, xs = pep.set_initial_point(), A.stationary_point()
    y = x - gamma*A.gradient(x)
    return (x - xs)**2, (x - gamma*A.gradient(y) - xs)**2 + weight*(x - y)**2


def tseng(pep: PEP, gamma: float, L: float, weight: float) -> Given:
    A = pep.declare_function(MonotoneOperator)
    B = pep.declare_function(LipschitzStronglyMonotoneOperatorExpensive, mu=0., L=L)
    x, xs = pep.set_initial_point(), (A + B).stationary_point()
    b = B.gradient(x)
    y, _, _ = proximal_step(x - gamma*b, A, gamma)
    return (x - xs)**2, (y - gamma*(B.gradient(y) - b) - xs)**2 + weight*(x - y)**2


def simultaneous(pep: PEP, gamma: float, L: float) -> Given:
    A = pep.declare_function(LipschitzStronglyMonotoneOperatorExpensive, mu=0., L=L)
    x, xs = pep.set_initial_point(), A.stationary_point()
    return (x - xs)**2, (x - gamma*A.gradient(x) - xs)**2


# --- the claims, each at one value of its parameters -------------------------------------------------------------------

mu, L = Q(1), Q(10)
short, long, over = Q(1, 10), Q(19, 100), Q(3, 11)  # steps: up to 2/(mu + L), between that and 2/L, beyond 2/L
best = 2/(mu + L)
gamma, beta, eta = Q(1, 2), Q(2), Q(1, 2)
smooth = {"mu": mu, "L": L}


def claim(problem: Callable[..., Given], rate: Q = Q(1), **values: Q) -> Rate:
    """Potentials do not grow: the rate is 1 unless said otherwise."""
    return Rate(problem, values, rate)


RATES = {
    "nesterov.gd_contraction": claim(gradient_distance, 1 - 2*short*mu*L/(mu + L), **smooth, gamma=short),
    "nesterov.gd_contraction_long_step": claim(gradient_distance, 1 - 2*over*mu*L/(mu + L), **smooth, gamma=over),
    "nesterov.gd_contraction_L": claim(gradient_distance, (1 - short*L)**2, **smooth, gamma=short),
    "ryu_yin.gd_long_steps": claim(gradient_distance, (1 - long*L)**2, **smooth, gamma=long),
    "nesterov.gd_optimal_step": claim(gradient_distance, ((L - mu)/(L + mu))**2, **smooth, gamma=best),
    "taylor.gradient_contraction": claim(gradient_norm, (1 - short*mu)**2, **smooth, gamma=short),
    "klerk.fixed_step_values": claim(gradient_values, ((L - mu)/(L + mu))**2, **smooth, gamma=best),
    "klerk.fixed_step_values_cube": claim(gradient_values, ((L - mu)/(L + mu))**3, **smooth, gamma=best),
    "klerk.exact_line_search": claim(line_search_values, ((L - mu)/(L + mu))**2, **smooth),
    "drori_teboulle.one_step": claim(smooth_values, L/6, L=L, n=Q(1)),
    "drori_teboulle.one_step_seventh": claim(smooth_values, L/7, L=L, n=Q(1)),
    "drori_teboulle.two_steps": claim(smooth_values, L/10, L=L, n=Q(2)),
    "drori_teboulle.two_steps_eleventh": claim(smooth_values, L/11, L=L, n=Q(2)),
    "drori_teboulle.one_step_gradient": claim(smooth_gradient, L**2/4, L=L),
    "ryu_yin.gradient_norm_decreases": claim(smooth_gradient_norm, L=L, gamma=3/(2*L)),
    "ryu_yin.gradient_norm_long_step": claim(smooth_gradient_norm, L=L, gamma=5/(2*L)),
    "boyd.suboptimality": claim(strong_suboptimality, 1/(2*mu), m=mu),
    "boyd.suboptimality_double": claim(strong_suboptimality, 1/(4*mu), m=mu),
    "boyd.distance": claim(strong_distance, 4/mu**2, m=mu),
    "aspremont.gradient_potential": claim(gradient_potential, L=L, A=Q(3), grow=Q(1)),
    "aspremont.gradient_potential_two": claim(gradient_potential, L=L, A=Q(3), grow=Q(2)),
    "aspremont.nesterov_potential": claim(nesterov_potential, L=Q(1), A=Q(2), a=Q(2)),
    "aspremont.nesterov_potential_long": claim(nesterov_potential, L=Q(1), A=Q(4), a=Q(4)),
    "aspremont.nesterov_strong": claim(nesterov_strong, Q(2, 3), L=L, q=Q(1, 3)),
    "aspremont.nesterov_strong_double": claim(nesterov_strong, Q(1, 3), L=L, q=Q(1, 3)),
    "ghadimi.heavy_ball_smooth": claim(heavy_ball, L=Q(1), a=Q(1, 2), b=Q(1)),
    "ghadimi.heavy_ball_long": claim(heavy_ball, L=Q(1), a=Q(1), b=Q(1)),
    "bubeck.subgradient_step": claim(subgradient_step, eta=eta, part=Q(1)),
    "bubeck.subgradient_step_half": claim(subgradient_step, eta=eta, part=Q(1, 2)),
    "bubeck.subgradient_strong": claim(strong_subgradient_step, eta=eta, mu=mu, contraction=1 - mu*eta),
    "bubeck.subgradient_strong_double": claim(strong_subgradient_step, eta=eta/2, mu=mu, contraction=1 - mu*eta),
    "polyak.step": claim(polyak_step, eta=eta, gain=Q(1)),
    "polyak.step_double": claim(polyak_step, eta=eta, gain=Q(2)),
    "bubeck.frank_wolfe": claim(frank_wolfe, (1 - gamma) + L/2*gamma**2, L=L, gamma=gamma, D=Q(1)),
    "guler.proximal_values": claim(proximal_values, gamma=gamma),
    "guler.proximal_potential": claim(proximal_potential, gamma=gamma, A=Q(1), grow=gamma),
    "guler.proximal_potential_double": claim(proximal_potential, gamma=gamma, A=Q(1), grow=2*gamma),
    "taylor.proximal_gradient_strong": claim(proximal_gradient, (1 - short*mu)**2, **smooth, gamma=short),
    "halpern.one_step": claim(halpern),
    "halpern.one_step_half": claim(halpern, Q(1, 2)),
    "bc.averaged": claim(averaged, alpha=Q(1, 3), weight=Q(2)),
    "bc.averaged_swapped": claim(averaged, alpha=Q(2, 3), weight=Q(2)),
    "bc.krasnoselskii_mann": claim(krasnoselskii_mann, lam=Q(3, 4)),
    "bc.krasnoselskii_mann_no_sign": claim(krasnoselskii_mann, lam=Q(-1)),
    "bc.resolvent_contraction": claim(resolvent, 1/(1 + gamma*mu)**2, gamma=gamma, mu=mu),
    "bc.resolvent_contraction_double": claim(resolvent, 1/(1 + 2*gamma*mu)**2, gamma=gamma, mu=mu),
    "bc.forward_step": claim(forward_step, gamma=3*beta/2, beta=beta),
    "bc.forward_step_long": claim(forward_step, gamma=5*beta/2, beta=beta),
    "ryu_yin.forward_strong": claim(forward_strong, 1 - 2*short*mu + short**2*4, gamma=short, mu=mu, L=Q(2)),
    "ryu_yin.forward_strong_rotation": claim(forward_strong, (1 - gamma*mu)**2, gamma=gamma, mu=mu, L=Q(2)),
    "bc.forward_backward": claim(forward_backward, gamma=gamma, beta=beta, weight=Q(0)),
    "bc.forward_backward_residual": claim(forward_backward, gamma=gamma, beta=beta, weight=gamma*(2*beta - gamma)),
    "bc.forward_backward_residual_double": claim(forward_backward, gamma=gamma, beta=beta, weight=2*gamma*(2*beta - gamma)),
    "bc.douglas_rachford": claim(splitting, lam=Q(1), weight=Q(1)),
    "bc.douglas_rachford_double": claim(splitting, lam=Q(1), weight=Q(2)),
    "bc.douglas_rachford_relaxed": claim(splitting, lam=Q(3, 2), weight=Q(3, 4)),
    "ryu_yin.peaceman_rachford": claim(splitting, lam=Q(2), weight=Q(0)),
    "ryu_yin.davis_yin": claim(davis_yin, gamma=3*beta/2, beta=beta),
    "ryu_yin.davis_yin_long": claim(davis_yin, gamma=5*beta/2, beta=beta),
    "ryu_yin.extragradient": claim(extragradient, gamma=gamma, L=Q(1), weight=1 - gamma**2),
    "ryu_yin.extragradient_sign": claim(extragradient, gamma=gamma, L=Q(1), weight=1 + gamma**2),
    "tseng.forward_backward_forward": claim(tseng, gamma=gamma, L=Q(1), weight=1 - gamma**2),
    "ryu_yin.simultaneous_gradient": claim(simultaneous, gamma=gamma, L=Q(1)),
}
