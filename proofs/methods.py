"""Update rules as plain functions of operators only: the same function steps symbolic vectors and arrays.

Legend: w the current point, g a gradient there, eta the step size.
"""


def gradient_step(w, g, eta):
    """One step of gradient descent, w - eta g. Cauchy 1847."""
    return w - eta*g
