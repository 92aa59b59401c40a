"""Polynomials in numbers: what is a sum of squares is proved as one, also where the Gram matrix has to be singular."""

from __future__ import annotations

import pytest

from tests.search.test_norms import answer, task

TRUE = {
    "a root of one variable": ("4*x <= x**4 + 3", []),
    "Young": ("x*y**3 <= x**4/4 + 3*y**4/4", []),
    "rearranged": ("x**3*y + x*y**3 <= x**4 + y**4", []),
    "four means": ("4*a*b*c*d <= a**4 + b**4 + c**4 + d**4", []),
    "Parrilo": ("0 <= 2*x**4 + 2*x**3*y - x**2*y**2 + 5*y**4", []),
    "Vasc": ("3*(x**3*y + y**3*z + z**3*x) <= (x**2 + y**2 + z**2)**2", []),
    "Lagrange": ("(a*x + b*y + c*z)**2 <= (a**2 + b**2 + c**2)*(x**2 + y**2 + z**2)", []),
    "strictly": ("x - 1 < x**4", []),
    "Motzkin": ("3*x**2*y**2 <= x**4*y**2 + x**2*y**4 + 1", []),
    "on a circle": ("x**2*y**2 <= 1/4", ["x**2 + y**2 == 1"]),
    "in a disc": ("x**2*y**2 <= 1/4", ["x**2 + y**2 <= 1"]),
    "on a plane": ("1/27 <= x**4 + y**4 + z**4", ["x + y + z == 1"]),
    "a square as it stands": ("0 <= (a + b + 1)**20", []),
}
FALSE = {
    "a root of one variable": ("4*x <= x**4 + 299/100", []),
    "four means": ("5*a*b*c*d <= a**4 + b**4 + c**4 + d**4", []),
    "in a disc": ("x**2*y**2 <= 24/100", ["x**2 + y**2 <= 1"]),
}


@pytest.mark.parametrize("name", TRUE)
def test_proved(name):
    claim, given = TRUE[name]
    found = answer(task({"claim": claim, "given": given}))
    assert found.verdict == "PROVED", found.message


@pytest.mark.parametrize("name", FALSE)
def test_refuted(name):
    claim, given = FALSE[name]
    assert answer(task({"claim": claim, "given": given})).verdict == "REFUTED"


def test_a_square_of_many_vectors_is_not_multiplied_out():
    names = [f"v{i}" for i in range(51)]
    found = answer(task({"claim": f"0 <= sq({' + '.join(names)})", "vectors": names}))
    assert found.verdict == "PROVED" and found.certificate["proof"][-1]["nonneg"][0] == "sq"
