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
    "spectral theorem": "a self-adjoint operator on R^d has an orthonormal basis of eigenvectors, with real eigenvalues "
        "(Axler, Linear Algebra Done Right, 7.29)",
    "symmetry of the second derivative": "the second derivative of a twice differentiable function is symmetric, without any "
        "continuity of it (Dieudonne, Foundations of Modern Analysis, 8.12.2)",
    "definition of the Hessian": "(grad f(x + t u) - grad f(x))/t tends to hess f(x) u as t > 0 tends to 0, and limits keep <=",
    "Taylor's theorem along a segment": "f(x + d) = f(x) + <grad f(x), d> + 1/2 <hess f(x + t d) d, d> for some t in (0, 1), "
        "if f is twice differentiable (Rudin, 5.15)",
    "mean value theorem along a segment": "<v, grad f(x + d) - grad f(x)> = <v, hess f(x + t d) d> for some t in (0, 1), "
        "if f is twice differentiable (Rudin, 5.10)",
    "linearity of the gradient": "the gradient of a sum of multiples of differentiable functions is the sum of the multiples "
        "of their gradients (Rudin, 9.20)",
    "derivatives of a quadratic": "a + <b, x> + s/2 |x|^2 + 1/2 <A x, x> has the gradient b + s x + A x and the Hessian s + A, "
        "A self-adjoint",
    "Archimedean property": "every real number lies below some integer (Rudin, 1.20)",
    "monotone convergence": "a nonincreasing sequence that is bounded below converges to a lower bound of it (Rudin, 3.14)",
    "mean value theorem on the line": "a function that is continuous on an interval, with a derivative in [m, M] but at "
        "finitely many points, grows by at least m and at most M a unit (Rudin, 5.10)",
    "Taylor's theorem on the line": "t(b) = t(a) + t'(a) (b - a) + ... + t^(k)(s) (b - a)^k/k! for some s between a and b "
        "(Rudin, 5.15)",
    "intermediate value theorem": "a continuous function takes every value between two of its values (Rudin, 4.23)",
    "laws of sine and cosine": "sin^2 + cos^2 = 1, both within [-1, 1], the addition theorems, sin pi = 0, cos pi = -1",
    "geometric decay": "C q^k tends to 0 for 0 <= q < 1 (Archimedes)",
}
