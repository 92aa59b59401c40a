"""What the kernel takes from analysis without proof. Everything else it derives; a test pins this list."""

AXIOMS: dict[str, str] = {
    "fundamental theorem of calculus":
        "f(y) - f(x) = integral of <grad f(x + t(y - x)), y - x> for t from 0 to 1, if grad f is Lipschitz "
        "(Rudin, Principles of Mathematical Analysis, 6.21)",
    "monotonicity of the integral": "a <= b on [lo, hi] gives integral a <= integral b (Rudin, 6.12), for continuous a and b",
    "tangent of the logarithm": "log u <= u - 1 for u > 0 (Hardy, Littlewood, Polya, Inequalities, 2.1)",
    "logarithm of a quotient": "log(a/b) = log a - log b for a, b > 0",
    "tangent of the exponential": "1 + x <= exp x",
    "power of an exponential": "exp(n x) = exp(x)^n for an integer n",
    "an exponential of a negative number": "exp(x) < 1 for x < 0",
    "geometric decay": "C q^k tends to 0 for 0 <= q < 1 (Archimedes)",
}
