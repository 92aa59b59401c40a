"""Lemma files that the tests of the outer layer write to disk."""

GOOD = '''
"""The descent lemma."""
from proofs.classes import lipschitz_gradient
from proofs.language import Q, eq, function, grad, positive, sq, vector
from proofs.theorem import Theorem, at_most, equal

L, eta = positive("L eta")
f = function("f")
x, xp = vector("x xp")
g = grad(f)(x)

descent = Theorem(
    "descent", "Descent lemma", "001, Lemma 4.1.4",
    hypotheses={"smooth": lipschitz_gradient(f, L), "small": eta <= 1/L, "step": eq(xp, x - eta*g)},
    start=f(xp),
    chain=(
        at_most(f(x) - eta*sq(g) + L*eta**2/2*sq(g), "smoothness at x", ids=("001-034",)),
        equal(f(x) - eta*(1 - L*eta/2)*sq(g), "collect", ids=("001-035",)),
    ),
    claim=f(xp) <= f(x) - eta/2*sq(g), ids=("001-036",),
    readings=("L and eta are positive",),
)
'''

WRONG = '''
"""A printed bound that is false, and its repair."""
from proofs.language import Q, function, grad, positive, sq, vector
from proofs.theorem import Theorem

a, = positive("a")
fixed = Theorem("halved_fixed", "Half, corrected", "004, p. 2", {"small": a <= 1}, claim=a/2 <= a)
halved = Theorem("halved", "Half of a number", "004, p. 2", {}, claim=a <= a/2, ids=("004-001",), expect="REFUTED", repaired=fixed)
'''

CONTROL = '''
from proofs.language import positive
from proofs.theorem import Theorem
b, = positive("b")
altered = Theorem("altered", "Altered", "004", {}, claim=b <= 51*b/100, expect="REFUTED", control=True)
'''

HOSTILE = '''
from proofs.language import real
from proofs.theorem import Theorem
evil, = real("<script>alert(1)</script>")
h = Theorem("hostile", "<img src=x onerror=alert(2)>", "\\"><script>alert(3)</script>", {"<b>h</b>": evil <= 1},
            claim=evil <= 2, reason="</svg><script>", readings=("<i>reading</i>",))
'''
