"""Begin a lemma file: an example that is proved as it stands, with words on what to change."""

from __future__ import annotations

import ast
import keyword
from collections.abc import Container
from pathlib import Path

from verify.blame import shown
from verify.errors import Trouble

TEMPLATE = '''"""One step of gradient descent makes f smaller.

Legend: f objective, L smoothness constant, eta step size, x a point, g the gradient there, new the point after the step.
"""

from proofs.classes import lipschitz_gradient
from proofs.language import dot, function, grad, positive, sq, vector
from proofs.library.smoothness.quadratic_upper_bound import quadratic_upper_bound
from proofs.steps import cite
from proofs.theorem import Theorem, at_most, equal

# The letters. positive("L eta"): numbers > 0; nonnegative and real are the others; vector: points and directions.
f = function("f")
L, eta = positive("L eta")
x, = vector("x")
g = grad(f)(x)
new = x - eta*g

NAME = Theorem(
    "NAME", "One step of gradient descent", "where it is printed: paper, page, number",
    # What is assumed, each under a name. proofs/classes.py has further classes of functions: convex, strongly_convex, ...
    hypotheses={
        "smooth": lipschitz_gradient(f, L),
        "short step": eta <= 1/L,
    },
    # What is claimed: <= and < as they are, eq(a, b) for an equation.
    claim=f(new) <= f(x) - eta/2*sq(g),
    # Facts from other theorems, at these values of their letters; named, so that a line can use them.
    proof=(cite(quadratic_upper_bound, w=new, u=x).named("upper bound"),),
    # How the text gets there: a first side, then one line after the other, as at_most, less, equal or at_least.
    # After the reason stand the names of the facts that the line uses. Without start and chain, the claim is shown at once.
    start=f(new), chain=(
        at_most(f(x) + dot(g, new - x) + L/2*sq(new - x), "quadratic upper bound", "upper bound"),
        equal(f(x) - eta*(1 - L*eta/2)*sq(g), "expand and collect"),
        at_most(f(x) - eta/2*sq(g), "the step is short", "short step")),
    # What a reader should know of how you read the letters and words.
    readings=("L > 0: a smoothness constant", "eta > 0: a step size"))
'''


def new(name: str, folder: Path, taken: Container[str] = ()) -> str:
    """Write ``lemma_NAME.py`` and say what to do next. Raises `Trouble` for a bad name and for a file that is there."""
    name = name.removeprefix("lemma_")
    _check_name(name, taken)
    path = folder / f"lemma_{name}.py"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(TEMPLATE.replace("NAME", name))
    except FileExistsError:
        raise Trouble(f"{path}: this is there already and stays as it is; choose another name, or remove it first.") from None
    except OSError as fault:
        raise Trouble(f"{path}: cannot be written ({fault.strerror or fault}); name another one with --folder DIR.") from None
    file_name = shown(path)
    return "\n".join([
        f"Written {file_name}: an example that is proved as it stands. Change it to your own claim, then:",
        f"  python -m verify prove {file_name}    # search for certificates: once",
        f"  python -m verify {file_name}          # check them and evaluate: as often as you like",
        f"  pytest {shown(folder)}    # the same check as a test: docs/tutorial.md"])


def _check_name(name: str, taken: Container[str]) -> None:
    from verify import discover
    if not name.isidentifier() or keyword.iskeyword(name):
        raise Trouble(f"{name!r} is no name for a theorem; letters, digits and _ make one, such as my_descent_lemma.")
    if name in taken or name in _names_of_template():
        raise Trouble(f"{name} is a word with a meaning of its own here; choose another name.")
    if any(f.name == name for f in discover.library()):
        raise Trouble(f"{name}: a theorem of the library has this name (python -m verify show {name}); choose another.")


def _names_of_template() -> set[str]:
    """The names that the example uses itself."""
    tree = ast.parse(TEMPLATE)
    bound = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)} - {"NAME"}
    return bound | {a.name for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) for a in n.names}
