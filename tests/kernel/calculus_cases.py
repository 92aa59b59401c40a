"""Rules about real functions: for each an accepted step and its forgeries, as ``test_rules`` reads them."""

from __future__ import annotations

from typing import Any

from tests.kernel.build import positive

SIN_T, COS_T = ["sin", "t"], ["cos", "t"]
COSINE_CELL = {"lower": {"rule": "trigonometry", "law": "cosine above -1", "of": ["t"]},
               "upper": {"rule": "trigonometry", "law": "cosine below 1", "of": ["t"]}}
MEAN = {"rule": "mean_value", "letter": "t", "term": SIN_T, "bound": 1, "a": "a", "b": "b", "cells": [COSINE_CELL]}
INVERSE_SLOPE = ["/", ["-", 1], ["^", "t", 2]]  # of 1/t
POSITIVE_T = {"name": "t > 0", **positive(["<", 0, "t"], ["+", 1, ["slack", "lo"]])}
INVERSE_CELL = {"proof": [POSITIVE_T], "defined": [{"by": "t > 0"}],
                "lower": positive(["<=", ["-", 1], INVERSE_SLOPE], ["/", ["+", ["*", 2, ["slack", "lo"]], ["^", ["slack", "lo"], 2]], ["^", ["slack", "t > 0"], 2]]),
                "upper": positive(["<=", INVERSE_SLOPE, 1], ["+", 1, ["/", 1, ["^", ["slack", "t > 0"], 2]]])}
INVERSE = {"rule": "mean_value", "letter": "t", "term": ["/", 1, "t"], "bound": 1, "lo": 1, "a": "a", "b": "b", "a_above": "1 <= a",
           "b_above": "1 <= b", "cells": [INVERSE_CELL]}
QUARTIC = {"rule": "taylor", "letter": "t", "term": ["^", "t", 4], "bound": 0, "side": "lower", "a": "a", "b": "b",
           "cells": [{"goal": positive(["<=", 0, ["*", 12, ["^", "t", 2]]], ["*", 12, ["sq", "t"]])}]}
CUBE = {"rule": "monotone", "letter": "t", "term": ["^", "t", 3], "a": "a", "b": "b", "order": "h",
        "cells": [{"goal": positive(["<=", 0, ["*", 3, ["^", "t", 2]]], ["*", 3, ["sq", "t"]])}]}
ROOT = {"rule": "intermediate_value", "letter": "t", "term": ["+", ["^", "t", 2], -2], "lo": 0, "hi": 2, "cells": [{}],
        "order": positive(["<=", 0, 2], 2), "below": positive(["<=", ["+", ["^", 0, 2], -2], 0], 2),
        "above": positive(["<=", 0, ["+", ["^", 2, 2], -2]], 2)}
PIECES = ["if", "a", "b", "c", "p"]
UNIT = {"a": {"lo": 0, "hi": 1, "above": "0 <= a", "below": "a <= 1"}}
BALL = {"rule": "ball", "claim": ["<=", ["sin", "a"], "a"], "box": UNIT, "tree": ["a", [1, 0], 2]}
RANGE = {"0 <= a": ["<=", 0, "a"], "a <= 1": ["<=", "a", 1]}

# (rule, step, forgeries: (changes, cause), hypotheses)
CASES: list[tuple[str, Any, Any, Any]] = [
    ("mean_value", MEAN, [
        ({"bound": ["/", 1, 2]}, "mismatch"),                                          # |cos| <= 1 is what the laws say
        ({"letter": "a"}, "capture"), ({"cells": []}, "cover"), ({"cells": [COSINE_CELL]*2}, "cover"), ({"bound": "t"}, "letter"),
        ({"term": ["sgn", "t"], "cells": [{}, {}]}, "derivative"),                     # the mean value theorem across a jump
        ({"term": ["norm", ["^", "t", 3]]}, "derivative"),
        ({"term": ["/", 1, "t"]}, "inadmissible"),                                     # ... and across a pole
        ({"term": ["log", "t"]}, "inadmissible"), ({"term": ["sqrt", "t"]}, "inadmissible"),
        ({"term": ["val", "f", ["*", "t", "u"]]}, "sort"), ({"a": "u"}, "sort"),
    ], {}),
    ("mean_value", INVERSE, [
        ({"a_above": "0 <= b"}, "mismatch"),                                           # a is not known to lie in the range
        ({"lo": -1}, "identity"), ({"cells": [{**INVERSE_CELL, "defined": []}]}, "inadmissible"),
        ({"cells": [{**INVERSE_CELL, "defined": [{"by": "lo"}]}]}, "mismatch"),        # 1 <= t is not 0 < t
        ({"b_above": "0 <= b"}, "mismatch"), ({"bound": ["/", 1, 2]}, "mismatch"),
    ], {"1 <= a": ["<=", 1, "a"], "1 <= b": ["<=", 1, "b"], "0 <= b": ["<=", 0, "b"]}),
    ("taylor", QUARTIC, [
        ({"bound": 1}, "mismatch"), ({"side": "upper"}, "mismatch"), ({"term": ["*", "t", ["norm", "t"]]}, "cover"),
        ({"term": ["norm", "t"], "cells": QUARTIC["cells"]*2}, "derivative"),          # no derivative at 0
        ({"term": ["^", ["max", "t", 0], 1], "cells": QUARTIC["cells"]*2}, "derivative"),
        ({"term": ["^", "t", 3]}, "mismatch"),
    ], {}),
    ("monotone", CUBE, [
        ({"a": "b", "b": "a"}, "mismatch"), ({"term": ["-", ["^", "t", 3]]}, "mismatch"), ({"order": "nothing"}, "fact"),
        ({"term": ["-", ["/", 1, "t"]]}, "inadmissible"),                              # -1/t grows, but not across 0
        ({"term": ["if", "t", 0, 1, 0], "cells": [{}, {}]}, "derivative"),
    ], {"h": ["<=", "a", "b"]}),
    ("intermediate_value", ROOT, [
        ({"below": positive(["<=", ["+", ["^", 0, 2], -2], 0], 3)}, "identity"),
        ({"above": positive(["<=", 0, ["+", ["^", 2, 2], -2]], 3)}, "identity"), ({"above": "nothing"}, "fact"), ({"hi": 1}, "mismatch"), ({"lo": -2}, "mismatch"),
        ({"term": ["sgn", "t"], "cells": [{}, {}]}, "derivative"),                     # it has no zero if 0 is left out: it jumps
        ({"term": ["/", 1, ["+", "t", ["/", -1, 2]]]}, "inadmissible"),                # a pole between
        ({"order": positive(["<=", 2, 0], 0)}, "identity"), ({"cells": []}, "cover"), ({"letter": "a"}, "capture"),
    ], {}),
    ("branch", {"rule": "branch", "term": PIECES, "first": 1, "by": "h"}, [
        ({"first": 0}, "mismatch"), ({"term": ["if", "b", "a", "c", "p"]}, "mismatch"), ({"term": ["max", "a", "b"]}, "shape"),
        ({"term": ["sgn", "p"], "by": positive(["<=", 0, "p"], "p")}, "mismatch"),     # the sign of 0 is 0
    ], {"h": ["<=", "a", "b"]}),
    ("piece", {"rule": "piece", "letter": "t", "term": ["norm", "t"], "cell": 2, "a": "p", "above": positive(["<=", 0, "p"], "p")}, [
        ({"cell": 1, "below": "p <= 1"}, "mismatch"), ({"cell": 0}, "cover"), ({"cell": 3}, "cover"), ({"a": "t"}, "letter"),
        ({"above": positive(["<=", -1, "p"], ["+", 1, "p"])}, "mismatch"), ({"letter": "p"}, "capture"),
        ({"term": ["if", "t", 0, 0, 1]}, "derivative"),                                # at 0 it is 0, not 1
    ], {"p <= 1": ["<=", "p", 1]}),
    ("trigonometry", {"rule": "trigonometry", "law": "sine of a sum", "of": ["a", ["*", 2, "b"]]}, [
        ({"law": "sine of a product"}, "axiom"), ({"of": ["a"]}, "shape"), ({"of": ["a", "u"]}, "sort"), ({"of": ["a", "nobody"]}, "letter"),
    ], {}),
    ("ball", BALL, [
        ({"claim": ["<", ["sin", "a"], "a"]}, "ball"),                                 # they are equal at 0
        ({"claim": ["<=", "a", ["sin", "a"]]}, "ball"), ({"claim": ["==", "a", "a"]}, "shape"),
        ({"claim": ["<=", ["sin", "b"], "a"]}, "range"), ({"box": {}}, "range"),
        ({"box": {"a": {**UNIT["a"], "hi": ["/", 1, 2]}}}, "mismatch"),                # the facts say a <= 1 only
        ({"box": {"a": {**UNIT["a"], "hi": ["pi"]}}}, "shape"), ({"box": {"a": {**UNIT["a"], "above": "a <= 1"}}}, "mismatch"),
        ({"tree": 0}, "ball"), ({"tree": ["a", 0, 0]}, "ball"),                        # too coarse at 0
        ({"tree": ["a", [1, 0]]}, "cover"), ({"tree": ["b", [1, 0], 0]}, "cover"),     # a leaf is missing; no letter of the box
        ({"tree": ["a", 2, [1, 0], 0]}, "cover"),                                      # cut outside
        ({"tree": [1, ["/", 1, 2]]}, "ball"), ({"tree": [1, 1]}, "ball"), ({"tree": [1, 2]}, "ball"),  # no zero there
        ({"tree": [2, 0]}, "ball"),                                                    # -sin has the wrong sign for order 2
        ({"tree": -1}, "shape"), ({"tree": 17}, "shape"), ({"tree": True}, "shape"), ({"tree": [0, 0]}, "shape"), ({"tree": []}, "shape"),
    ], RANGE),
]
