"""What is kept between runs: nothing is computed twice, and nothing that was computed otherwise is taken for it."""

import dataclasses
import json
import subprocess
import sys

import pytest

from numerics import campaign
from numerics import shard as shards
from numerics import store as stores
from numerics.campaign import check
from numerics.result import Course, Numeric, NumericResult, Trajectory
from numerics.store import Store
from proofs.language import Q
from proofs.theorem import Definition
from tests.numerics.theorems import descent, eta, f, obligations, theorem, x

FEW = {"instances": 400, "problems": 40, "seed": 1, "backend": "numpy"}


@pytest.fixture
def counted(monkeypatch):
    """How many readings were really made."""
    made, really = [], campaign._read
    monkeypatch.setattr(campaign, "_read", lambda *args: made.append(1) or really(*args))
    return made


def test_a_second_run_reads_what_the_first_one_kept(tmp_path, monkeypatch):
    first = check(obligations(descent(Q(51, 100))), **FEW, store=tmp_path/"s.sqlite")
    for module, name in ((shards, "run"), (shards, "draw"), (campaign, "exhibit")):
        monkeypatch.delattr(module, name)
    second = check(obligations(descent(Q(51, 100))), **FEW, store=tmp_path/"s.sqlite")
    assert second == first and second["descent"].verdict is Numeric.VIOLATED and second["descent"].witness


CHANGES = {
    "statement": lambda o: o | {"theorem": descent(Q(51, 100))},
    "hypotheses": lambda o: o | {"theorem": descent(rate=False)},
    "order of the hypotheses": lambda o: o | {"theorem": dataclasses.replace(
        descent(), hypotheses=dict(reversed(descent().hypotheses.items())))},
    "definition": lambda o: o | {"theorem": dataclasses.replace(descent(), definition=Definition.CLASS)},
    "instances": lambda o: o | {"instances": 800},
    "problems": lambda o: o | {"problems": 80},
    "seed": lambda o: o | {"seed": 2},
    "backend": lambda o: o | {"backend": "strict"},
}


@pytest.mark.parametrize("part", CHANGES)
def test_a_change_of_what_is_asked_is_read_anew(part, counted):
    def run(theorem, **options):
        return check(obligations(theorem), **options, store=store)
    usual = FEW | {"theorem": descent()}
    with Store() as store:
        run(**usual)
        run(**CHANGES[part](usual))
        run(**CHANGES[part](usual))
        run(**usual)
    assert len(counted) == 2


def test_a_change_of_the_certificate_is_read_anew(tmp_path, counted):
    path, o = tmp_path/"c.json", obligations(theorem(f(x) <= f(x) + eta))
    with Store() as store:
        for content in (None, "{}", '{"format": 1}', '{"format": 1}', "{}"):
            if content is not None:
                path.write_text(content)
            check(o, **FEW, store=store, certificate=path)
    assert len(counted) == 3


@pytest.mark.parametrize("what", ["code", "libraries"])
def test_a_change_of_the_code_or_of_a_library_is_computed_anew(what, counted, monkeypatch):
    drawn, really = [], shards.run
    monkeypatch.setattr(shards, "run", lambda plan, shard: drawn.append(shard) or really(plan, shard))
    with Store() as store:
        check(obligations(descent()), **FEW, store=store)
        many = len(drawn)
        monkeypatch.setattr(stores, what, lambda: "another")
        check(obligations(descent()), **FEW, store=store)
    assert len(counted) == 2 and len(drawn) == 2*many  # the shards as well


def test_a_change_of_any_file_changes_the_code(tmp_path, monkeypatch):
    for name in ("numerics/a.py", "numerics/families/b.py", "proofs/c.py", "proofs/kernel/d.py", "proofs/library/e.py"):
        path = tmp_path/name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("1")
    monkeypatch.setattr(stores, "PACKAGE", tmp_path)
    found = {stores.code.__wrapped__()}
    for path in stores.files():
        path.write_text("2")
        found.add(stores.code.__wrapped__())
    (tmp_path/"numerics/a.py").rename(tmp_path/"numerics/z.py")
    assert len(stores.files()) == 4 and len(found | {stores.code.__wrapped__()}) == 6


def test_the_code_is_every_module_of_the_project_that_is_loaded():
    show = "import json, sys; print(json.dumps([m.__file__ for n, m in sys.modules.items() if n.split('.')[0] in ('proofs', 'numerics')]))"
    told = subprocess.run([sys.executable, "-c", "import numerics.campaign, numerics.witness, numerics.families as s; s.families();" + show],
                          capture_output=True, text=True, check=True)
    assert {*json.loads(told.stdout)} <= {str(path) for path in stores.files()}


def test_a_result_comes_back_as_it_was():
    way = Trajectory("k", (0, 2), (Course("worst", (1.0, None), (2.0, 3.5)),))
    whole = NumericResult(Numeric.HELD, "a reason", 1, 2, 3, 4, -0.5, 0.25, ((-1.0, 1.0), (7,)), {"claim": ["0x1p0"]}, 0.5, way)
    for result in (whole, NumericResult(Numeric.NOT_RUN)):
        assert NumericResult.from_data(json.loads(json.dumps(result.as_data()))) == result
