"""Rules about operators and Hessians: for each an accepted step and its forgeries, as ``test_rules`` reads them."""

from __future__ import annotations

from typing import Any

from tests.kernel.build import positive


def app(A: Any, u: Any) -> list[Any]:
    return ["app", A, u]


def minus(u: Any, v: Any) -> list[Any]:
    return ["+", u, ["-", v]]


PAIR = [["==", app("A", "y"), ["*", "k", "y"]], ["<", 0, ["sq", "y"]]]
EIGENVALUES = ["forall", [["k", "real"], ["y", "vector"]], PAIR, ["<=", "k", "a"]]
RAYLEIGH = {"rule": "rayleigh", "of": "eigenvalues", "A": "A", "b": "a"}

STEP = minus("v", "u")
ALONG = ["+", "u", ["*", "t", STEP]]
FORM = ["dot", app(["hess", "f", ALONG], STEP), STEP]
HESSIANS = ["forall", [["y", "vector"], ["z", "vector"]], [], ["<=", ["dot", app(["hess", "f", "y"], "z"), "z"], ["*", "p", ["sq", "z"]]]]
FLOORS = ["forall", HESSIANS[1], [], ["<=", ["*", "a", ["sq", "z"]], ["dot", app(["hess", "f", "y"], "z"), "z"]]]
INSIDE = [{"name": "here", "rule": "instance", "of": "hessians", "at": {"y": ALONG, "z": STEP}}]
TAYLOR = {"rule": "hessian_taylor", "twice": "twice", "f": "f", "x": "u", "y": "v", "letter": "t", "b": ["*", "p", ["sq", STEP]],
          "proof": INSIDE}
MIXED = ["forall", [["y", "vector"]], [], ["<=", ["dot", "w", app(["hess", "f", "y"], STEP)], "a"]]
MEAN = {"rule": "hessian_mean_value", "twice": "twice", "f": "f", "v": "w", "x": "u", "y": "v", "letter": "t", "b": "a",
        "proof": [{"name": "here", "rule": "instance", "of": "mixed", "at": {"y": ALONG}}]}
QUOTIENT = ["forall", [["h", "real"]], [["<", 0, "h"]],
            ["<=", ["dot", "w", minus(["grad", "f", ["+", "u", ["*", "h", "v"]]], ["grad", "f", "u"])], ["*", "h", "a"]]]
LIMIT = {"rule": "hessian_limit", "twice": "twice", "f": "f", "x": "u", "u": "v", "v": "w", "letter": "t", "b": "a",
         "proof": [{"name": "here", "rule": "instance", "of": "quotient", "at": {"h": "t"}, "conditions": ["above"]}]}
TWICE = {"twice": ["twice", "f"], "other": ["twice", "g"], "quotient": QUOTIENT, "mixed": MIXED, "hessians": HESSIANS, "floors": FLOORS}

VALUE = ["+", "a", ["dot", "u", "y"], ["*", ["/", "p", 2], ["sq", "y"]], ["/", ["dot", app("A", "y"), "y"], 2]]
QUADRATIC = {"rule": "quadratic", "of": "form", "f": "f", "part": "hessian", "letter": "z", "a": "a", "b": "u", "s": "p", "A": "A"}
AVERAGE = ["forall", [["y", "vector"]], [], ["==", ["val", "f", "y"], ["/", ["sum", 1, "n", ["val", ["at", "F", ["b", 0]], "y"]], "n"]]]


def forall_y(body: Any) -> list[Any]:
    return ["forall", [["y", "vector"]], [], body]


# (rule, step, forgeries: (changes, cause), hypotheses)
CASES: list[tuple[str, Any, Any, Any]] = [
    ("image", {"rule": "image", "of": "equal", "A": "A"}, [
        ({"of": "below"}, "shape"), ({"of": "reals"}, "shape"), ({"A": "f"}, "sort"), ({"A": "u"}, "sort"), ({"of": "nothing"}, "fact"),
    ], {"equal": ["==", "u", "v"], "reals": ["==", "a", "b"], "below": ["<=", "a", "b"]}),
    ("same_point", {"rule": "same_point", "u": "u", "v": "v", "by": "near"}, [
        ({"v": "w"}, "mismatch"), ({"by": "close"}, "mismatch"), ({"by": positive(["<=", 0, 1], 1)}, "mismatch"), ({"u": "a"}, "sort"),
    ], {"near": ["<=", ["sq", minus("u", "v")], 0], "close": ["<=", ["sq", minus("u", "v")], "p"]}),
    ("rayleigh", RAYLEIGH, [
        ({"A": "D"}, "range"),                                                    # of another operator
        ({"b": "b"}, "mismatch"),
        ({"of": "some"}, "range"),                                                # only of eigenvalues >= 0
        ({"of": "not zero"}, "range"),                                            # every number belongs to the vector 0
        ({"of": "form"}, "shape"),
        ({"A": ["hess", "f", "y"]}, "letter"),
    ], {"eigenvalues": EIGENVALUES, "some": [*EIGENVALUES[:2], [*PAIR, ["<=", 0, "k"]], EIGENVALUES[3]],
        "not zero": [*EIGENVALUES[:2], PAIR[:1], EIGENVALUES[3]],
        "form": forall_y(["<=", ["dot", app("A", "y"), "y"], "a"])}),
    ("rayleigh", {**RAYLEIGH, "of": "from below"}, [
        ({"of": "eigenvalues", "b": "b"}, "mismatch"), ({"b": "b"}, "mismatch"), ({"A": "D"}, "range"),
    ], {"from below": [*EIGENVALUES[:3], ["<=", "a", "k"]], "eigenvalues": EIGENVALUES}),
    ("hessian_taylor", TAYLOR, [
        ({"twice": "hessians"}, "axiom"), ({"twice": "nothing"}, "fact"),         # without twice differentiability
        ({"twice": "other"}, "axiom"),                                            # ... of another function
        ({"b": ["*", "p", ["sq", minus("v", "w")]]}, "mismatch"),
        ({"b": ["/", ["*", "p", ["sq", STEP]], 2]}, "mismatch"),                  # the half stands in the conclusion
        ({"lower": True}, "mismatch"),
        ({"letter": "a"}, "capture"),
        ({"x": ["*", "t", "u"]}, "letter"),
        ({"proof": [{"name": "here", "rule": "instance", "of": "hessians", "at": {"y": "u", "z": STEP}}]}, "mismatch"),  # at one point
    ], TWICE),
    ("hessian_taylor", {**TAYLOR, "lower": True, "b": ["*", "a", ["sq", STEP]],
                        "proof": [{**INSIDE[0], "of": "floors"}]}, [
        ({"lower": False}, "mismatch"), ({"lower": "yes"}, "mismatch"), ({"b": 0}, "mismatch"),
    ], TWICE),
    ("hessian_mean_value", MEAN, [
        ({"twice": "other"}, "axiom"), ({"v": "u"}, "mismatch"), ({"x": "v", "y": "u"}, "mismatch"),  # the direction turned round
        ({"b": "b"}, "mismatch"), ({"b": "t"}, "letter"), ({"letter": "u"}, "capture"),
    ], TWICE),
    ("hessian_limit", LIMIT, [
        ({"twice": "other"}, "axiom"), ({"v": "u"}, "mismatch"), ({"u": "u"}, "mismatch"), ({"b": ["/", "a", "p"]}, "mismatch"),
        ({"b": ["*", "t", "a"]}, "letter"), ({"letter": "p"}, "capture"),
    ], TWICE),
    ("quadratic", QUADRATIC, [
        ({"part": "gradient", "A": "D"}, "mismatch"), ({"s": ["*", 2, "p"]}, "mismatch"), ({"b": "v"}, "mismatch"), ({"a": 0}, "mismatch"),
        ({"b": "y"}, "letter"),                                                   # the gradient is no constant
        ({"f": "g"}, "mismatch"), ({"of": "near"}, "shape"), ({"of": "cubic"}, "mismatch"), ({"letter": "y"}, "capture"),
        ({"letter": "u"}, "capture"), ({"part": "twice", "s": 0}, "mismatch"),
    ], {"form": forall_y(["==", ["val", "f", "y"], VALUE]), "near": ["forall", [["y", "vector"]], [["<=", ["sq", "y"], 1]], [
        "==", ["val", "f", "y"], VALUE]], "cubic": forall_y(["==", ["val", "f", "y"], ["*", ["norm", "y"], ["sq", "y"]]])}),
    ("gradient_of", {"rule": "gradient_of", "of": "average"}, [
        ({"of": "square"}, "shape"), ({"of": "shifted"}, "shape"), ({"of": "near"}, "shape"), ({"of": "below"}, "shape"),
        ({"of": "chosen by the point"}, "shape"),
    ], {"average": AVERAGE, "square": forall_y(["==", ["val", "f", "y"], ["^", ["val", "g", "y"], 2]]),
        "shifted": forall_y(["==", ["val", "f", "y"], ["val", "g", ["+", "y", "u"]]]),
        "near": ["forall", [["y", "vector"]], [["<=", ["sq", "y"], 1]], AVERAGE[3]],
        "below": forall_y(["<=", ["val", "f", "y"], ["val", "g", "y"]]),
        "chosen by the point": forall_y(["==", ["val", "f", "y"], ["val", ["at", "F", ["floor", ["norm", "y"]]], "y"]])}),
]
