"""Every theorem of the library, found by walking it: verdicts are computed, expected, and rest on this very statement."""

import copy
import dataclasses
import json
from functools import cache

import pytest

from proofs.kernel.checker import check_theorem
from proofs.kernel.syntax import Reject, freeze
from proofs.language import Q, Relation, SomeInstance, Term, eq, index, positive
from proofs.reader import read
from proofs.theorem import Theorem
from tests.judged import JUDGED, LIBRARY, OBLIGATIONS, THEOREMS
from verify import exact
from verify.claims import load
from verify.verdict import Exact

LINES = pytest.mark.parametrize("name, o", OBLIGATIONS, ids=[o.name for _, o in OBLIGATIONS])

# the six chains: each printed line of them is judged, in both versions of the lecture
SIX_CHAINS = {
    *(f"001-{n:03d}" for n in (24, 27, 29, 30, 31, 32, 33, 34, 75, 101, 112, 113)),
    *(f"004-{n:03d}" for n in (6, 8, 10, 11, 12, 15, 16, 17, 19, 20, 21, 22, 45, 49, 50, 51, 52, 53, 54)),
    *(f"{d}-{n:03d}" for d in ("000", "003") for n in (*range(83, 89), *range(90, 95), 77, *range(100, 108))),
}


@LINES
def test_the_verdict_is_the_one_that_the_file_expects(name, o):
    result = JUDGED[name][o.name]
    assert result.verdict.name == o.expect, result.reason


@LINES
def test_what_does_not_stand_has_a_repair_that_is_proved_or_a_reason(name, o):
    result = JUDGED[name][o.name]
    if result.verdict in (Exact.REFUTED, Exact.TRUE_BUT_NOT_BY_THIS_ARGUMENT):
        assert result.repaired == "PROVED" or (o.repaired is None and o.theorem.beyond_repair)
        shown = result.counterexample
        assert not isinstance(o.statement, Relation) or (shown["lhs"] and shown["rhs"])
    if result.verdict is Exact.ILL_TYPED:
        assert o.theorem.reason


def test_every_id_exists_and_the_six_chains_are_covered():
    known = load()
    encoded = {i for _, o in OBLIGATIONS for i in o.ids}
    assert encoded <= set(known)
    assert encoded >= SIX_CHAINS


@pytest.mark.parametrize("theorem", [t for t in THEOREMS.values() if t.example is not None], ids=lambda t: t.name)
def test_the_hypotheses_can_hold_without_being_degenerate(theorem):
    assert exact.check_example(theorem, LIBRARY) == ""


def test_what_is_proved_under_hypotheses_ships_an_example():
    """Else it might hold because nothing satisfies them. What is refuted has a counterexample that does; so has an instance."""
    def claims_something(t):
        return any(JUDGED[t.name][o.name].verdict in (Exact.PROVED, Exact.TRUE_BUT_NOT_BY_THIS_ARGUMENT)
                   and not isinstance(o.statement, SomeInstance) for o in t.obligations())
    assert [t.name for t in THEOREMS.values() if t.hypotheses and t.example is None and not t.definition
            and claims_something(t)] == []


# --- what another theorem has is no evidence for this one ------------------------------------------------------------

SAID = (Exact.ILL_TYPED, Exact.DEFINITION, Exact.NOT_CHECKABLE)  # what rests on the statement alone
CERTIFIED = list(LIBRARY.certificates)
EVIDENCE = ("refutations", "inferences", "instances")


@cache
def _claims(name: str):
    """What a theorem states, line by line, as the kernel reads it."""
    return frozenset(freeze(read(_formula(o))) for o in THEOREMS[name].obligations() if o.sayable and not o.ill_typed())


def _formula(o):
    return o.statement.body if isinstance(o.statement, SomeInstance) else o.statement


def _neighbours(name: str, part: str, count: int = 1) -> list[str]:
    """The next theorems with something in a part of their certificates, which share no claim with this one."""
    start = CERTIFIED.index(name)
    around = CERTIFIED[start + 1:] + CERTIFIED[:start]
    return [n for n in around if LIBRARY.certificates[n].get(part) and not _claims(n) & _claims(name)][:count]


def _under(name: str, data) -> exact.Library:
    """The verified library with these data for the certificate of one theorem."""
    verified = {n: v for n, v in LIBRARY.verified.items() if n != name}
    library = exact.Library({**LIBRARY.certificates, name: data}, verified)
    try:
        verified[name] = check_theorem(data, verified)
    except Reject as fault:
        library.faults[name] = str(fault)
    return library


def _renamed(proof, old: list[str], new: list[str]):
    """A proof whose last facts have the names of other claims, so that they are taken for them."""
    names = dict(zip(reversed(old), reversed(new), strict=False))

    def walk(part):
        if isinstance(part, dict):
            return {k: walk(v) for k, v in part.items()}
        return [walk(v) for v in part] if isinstance(part, list) else names.get(part, part) if isinstance(part, str) else part
    return walk(proof)


@pytest.mark.parametrize("name", CERTIFIED)
def test_no_verdict_survives_the_certificate_of_a_neighbour(name):
    """The proof and the models of other theorems under this one's head, under its names: nothing is PROVED or REFUTED."""
    theorem, mine = THEOREMS[name], LIBRARY.certificates[name]
    (other,) = _neighbours(name, "proof")
    swapped = {part: v for part, v in mine.items() if part not in EVIDENCE}
    swapped["letters"] = {**LIBRARY.certificates[other]["letters"], **mine["letters"]}
    swapped["proof"] = _renamed(LIBRARY.certificates[other]["proof"], [o.name for o in THEOREMS[other].obligations()], list(JUDGED[name]))
    for part in EVIDENCE:
        (giver,) = _neighbours(name, part)
        entry = next(iter(LIBRARY.certificates[giver][part].values()))
        swapped[part] = {o: entry for o in JUDGED[name]}
    for o, result in exact.judge(theorem, _under(name, swapped)).items():
        assert result.verdict is (JUDGED[name][o].verdict if JUDGED[name][o].verdict in SAID else Exact.OPEN), o


@pytest.mark.parametrize("part, verdict", [("refutations", Exact.REFUTED), ("inferences", Exact.TRUE_BUT_NOT_BY_THIS_ARGUMENT)])
def test_a_counterexample_of_a_neighbour_refutes_nothing(part, verdict):
    """Each model replaced by the next theorem's, which breaks another statement: what rested on it is OPEN (or PROVED again)."""
    tried = 0
    for name, data in LIBRARY.certificates.items():
        lost = [o for o, result in JUDGED[name].items() if result.verdict is verdict and o in data.get(part, {})]
        if lost:
            (other,) = _neighbours(name, part)
            entry = next(iter(LIBRARY.certificates[other][part].values()))
            library = exact.Library({**LIBRARY.certificates, name: {**data, part: {o: entry for o in data[part]}}}, LIBRARY.verified)
            for o in lost:
                expected = Exact.OPEN if part == "refutations" else Exact.PROVED
                assert exact.judge(THEOREMS[name], library)[o].verdict is expected, o
                tried += 1
    assert tried >= 5


def test_an_existence_claim_needs_an_instance_of_its_own():
    tried = [name for name, data in LIBRARY.certificates.items() if data.get("instances")]
    for name in tried:
        entry = next(iter(LIBRARY.certificates[_neighbours(name, "instances")[0]]["instances"].values()))
        data = {**LIBRARY.certificates[name], "instances": {o: entry for o in JUDGED[name]}}
        for o, result in exact.judge(THEOREMS[name], exact.Library({**LIBRARY.certificates, name: data}, LIBRARY.verified)).items():
            assert not isinstance(THEOREMS[name].claim, SomeInstance) or result.verdict is Exact.OPEN, o
    assert tried


@pytest.mark.parametrize("name", [n for n in CERTIFIED if any(r.verdict is Exact.PROVED for r in JUDGED[n].values())])
def test_no_model_refutes_what_is_proved(name):
    """The proof taken away, and models of other theorems offered against the very claim: nothing becomes REFUTED."""
    data, open_ = LIBRARY.certificates[name], {n: v for n, v in LIBRARY.verified.items() if n != name}
    for other in _neighbours(name, "refutations", 4):
        models = [entry["model"] for entry in LIBRARY.certificates[other]["refutations"].values()]
        claims = {o.name: read(_formula(o)) for o in THEOREMS[name].obligations() if JUDGED[name][o.name].verdict is Exact.PROVED}
        against = {o: {"claim": claim, "model": models[0]} for o, claim in claims.items()}
        library = exact.Library({**LIBRARY.certificates, name: {**data, "refutations": against}}, open_)
        for o, result in exact.judge(THEOREMS[name], library).items():
            assert o not in claims or result.verdict in (Exact.OPEN, Exact.PROVED), o  # PROVED by an instance


def test_a_title_says_alone_which_theorem_it_is():
    """On a page of its own, or in a list, nothing stands before it: no two are the same, and none goes on from another."""
    titles = [t.title for t in THEOREMS.values()]
    assert [t for t in titles if titles.count(t) > 1] == []
    assert [t for t in titles if t != t.strip() or not t or t.startswith(("...", "and ", "or "))] == []


def test_expect_is_an_oracle_and_no_verdict():
    theorem = THEOREMS["descent_lemma"]
    bold = dataclasses.replace(theorem, expect="REFUTED")
    assert exact.judge(bold, LIBRARY)["descent_lemma"].verdict is Exact.PROVED
    with_unproved = dataclasses.replace(theorem, name="never_proved")
    assert {r.verdict for r in exact.judge(with_unproved, LIBRARY).values()} == {Exact.OPEN}


def test_a_certificate_for_another_statement_is_refused():
    theorem = THEOREMS["descent_lemma"]
    f = theorem.hypotheses
    other = dataclasses.replace(theorem, hypotheses={**f, "rate": THEOREMS["descent_range"].hypotheses["rate"]})
    with pytest.raises(exact.CertificateError, match=r"descent_lemma.*another statement.*rate.*prove descent_lemma"):
        exact.load_library([THEOREMS["quadratic_upper_bound"], other])


def test_a_strengthened_claim_is_not_proved_by_the_old_certificate():
    theorem = THEOREMS["step_factor"]
    stronger = dataclasses.replace(theorem, claim=theorem.claim.func(Q(51, 100), theorem.claim.rhs))
    assert exact.judge(stronger, LIBRARY)["step_factor"].verdict is Exact.OPEN


def test_a_malformed_certificate_is_refused_with_one_sentence(tmp_path):
    path = tmp_path / "step_factor.json"
    for text in ("{", "[]", '{"format": 1}'):
        path.write_text(text)
        with pytest.raises(exact.CertificateError, match=r"lemma step_factor.*prove FILE.py"):
            exact.load_library([THEOREMS["step_factor"]], {"step_factor": path})


def test_terms_have_no_truth_value():
    with pytest.raises(TypeError):
        bool(next(a for o in OBLIGATIONS for a in o[1].statement.args if isinstance(a, Term)))


def test_rejections_are_reported_as_open_with_the_reason(tmp_path):
    data = copy.deepcopy(LIBRARY.certificates["step_factor"])
    data["proof"][-1]["nonneg"] = 0
    path = tmp_path / "step_factor.json"
    path.write_text(json.dumps(data))
    library = exact.load_library([THEOREMS["step_factor"]], {"step_factor": path})
    result = exact.judge(THEOREMS["step_factor"], library)["step_factor"]
    assert result.verdict is Exact.OPEN and "identity" in result.reason


# --- certificates written to deceive ---------------------------------------------------------------------------------

P, N = positive("p")[0], index("n")[0]
MODEL = {"reals": {"p": -1, "n": ["/", -1, 2]}, "vectors": {}, "functions": {}, "sequences": {}}


def _judged(theorem, data, folder):
    path = folder / "t.json"
    path.write_text(json.dumps({"format": 1, "theorem": theorem.name, "hypotheses": {}, "proof": [], **data}))
    return exact.judge(theorem, exact.load_library([theorem], {theorem.name: path}))[theorem.name]


@pytest.mark.parametrize("claim, letters", [(0 <= P, {"p": ["real", ""]}), (N >= 0, {"n": ["real", ""]})])
def test_a_letter_of_the_claim_keeps_its_sign_and_sort(claim, letters, tmp_path):
    (name,) = letters
    model = {**MODEL, "reals": {name: MODEL["reals"][name]}}
    theorem = Theorem("t", "", "", hypotheses={}, claim=claim)
    data = {"letters": letters, "refutations": {"t": {"claim": ["<=", 0, name], "model": model}}}
    assert _judged(theorem, data, tmp_path).verdict is Exact.OPEN


def test_the_identity_shown_is_the_one_that_was_checked(tmp_path):
    theorem = Theorem("t", "", "", hypotheses={}, claim=eq(P, P))
    padded = {"name": "t", "rule": "ring", "claim": ["==", "p", "p"], "nonneg": ["*", 5, "p"]}
    shown = _judged(theorem, {"letters": {"p": ["real", "> 0"]}, "proof": [padded]}, tmp_path)
    assert shown.verdict is Exact.PROVED and "5" not in str(shown.identity)


def test_a_counterexample_shows_only_what_the_kernel_read(tmp_path):
    theorem = Theorem("t", "", "", hypotheses={}, claim=P <= 0)
    model = {"reals": {"p": 1}, "at": {"q": [99]}}
    data = {"letters": {"p": ["real", "> 0"]}, "refutations": {"t": {"claim": ["<=", "p", 0], "model": model}}}
    found = _judged(theorem, data, tmp_path)
    assert found.verdict is Exact.REFUTED and found.counterexample["points"] == {}


@pytest.mark.parametrize("part", [{"hypotheses": {"h": 1.5}}, {"hypotheses": []}, {"proof": [{"rule": "cite"}]}])
def test_a_broken_certificate_is_one_sentence_or_open(part, tmp_path):
    theorem = Theorem("t", "", "", hypotheses={}, claim=P <= 0)
    try:
        assert _judged(theorem, {"letters": {"p": ["real", "> 0"]}, **part}, tmp_path).verdict is Exact.OPEN
    except exact.CertificateError as fault:
        assert "lemma t" in str(fault)


def test_a_fact_name_has_no_line_break(tmp_path):
    theorem = Theorem("t", "", "", hypotheses={}, claim=eq(P, P))
    forged = [{"name": "x\nPROVED   t: riemann", "rule": "ring", "claim": ["==", "p", "p"]}]
    found = _judged(theorem, {"letters": {"p": ["real", "> 0"]}, "proof": forged}, tmp_path)
    assert found.verdict is Exact.OPEN and "not printable" in found.reason
