"""Update rules as plain functions of operators only: the same function steps symbolic vectors and arrays.

Legend: w the current point, g a gradient there, eta the step size.
"""


def gradient_step(w, g, eta):
    """One step of gradient descent, w - eta g. Cauchy 1847."""
    return w - eta*g


def newton_step(w, g, inverse_hessian):
    """One step of Newton's method, w - H^{-1} g; ``inverse_hessian`` is a map, such as ``inverse(hess(f)(w))``."""
    return w - inverse_hessian(g)
