"""A theorem as LaTeX: balanced, escaped, honest about what is not proved; compiled where there is a LaTeX."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from tests.verify.test_notebook import HOSTILE, hostile
from verify import paper

SAMPLE = ("descent_lemma", "semi_smooth_chain", "harmonic_sum_printed", "semi_smooth_linear", "pl_leaky_neuron", "semi_smooth_window",
          "least_squares_problem", "gaussian_example_041", "adagrad_rate_vanishes")


@pytest.fixture(scope="module")
def judged() -> dict[str, object]:
    from verify import discover
    from verify.numbers import Settings
    from verify.run import readings
    known = discover.library()
    chosen = [f for f in known if f.name in SAMPLE]
    return {r.name: r for r in readings(chosen, known, Settings(numeric=False))}


def balanced(source: str) -> None:
    """Environments and braces close in order, comments and escapes aside; dollars come in pairs on each line."""
    bare = re.sub(r"(?<!\\)%.*", "", source)
    open_ = []
    for kind, name in re.findall(r"\\(begin|end)\{([^{}]*)\}", bare):
        if kind == "begin":
            open_.append(name)
        else:
            assert open_.pop() == name
    assert not open_
    for line in bare.replace(r"\\", "").splitlines():
        depth = 0
        for brace in re.findall(r"(?<!\\)[{}]", line):
            depth += 1 if brace == "{" else -1
            assert depth >= 0, line
        assert depth == 0 and len(re.findall(r"(?<!\\)\$", line)) % 2 == 0, line


@pytest.mark.parametrize("name", SAMPLE)
def test_balanced(judged, name):
    if name in judged:
        balanced(paper.latex(judged[name]))


def test_everything_special_is_escaped():
    source = paper.latex(hostile("x"))
    balanced(source)
    assert HOSTILE not in re.sub(r"(?<!\\)%.*", "", source)
    assert paper.text("50% of a_b & {c}^2 ~ \\x #1 $2 <= |d| > e") == (
        r"50\% of a\_b \& \{c\}\textasciicircum{}2 \textasciitilde{} \textbackslash{}x \#1 \$2 \ensuremath{\le} "
        r"\ensuremath{|}d\ensuremath{|} \ensuremath{>} e")
    assert paper.formula("f_star = 0", r"\left[\text{f_star = 0}\right] a_1") == r"$\left[\text{f\_star = 0}\right] a_1$"


def test_a_proof(judged):
    source = paper.latex(judged["descent_lemma"])
    order = [r"\begin{theorem}[{Descent lemma}]\label{thm:descent_lemma}", "Conventions: eta", r"\textup{(smooth)}", r"\begin{equation*}",
             r"\end{theorem}", r"\begin{proof}", r"\begin{align}", "(4.9) at the new point", r"\label{eq:descent_lemma.1} \\  % PROVED, 001-031",
             r"\label{eq:descent_lemma.4}  % PROVED", r"\end{align}", r"\frac{1}{2} L \eta \lVert \nabla f(w_{t})\rVert^2 \left[\text{rate}\right]",
             "the chain, from its first side to its last", "fundamental theorem of calculus", r"\texttt{quadratic\_upper\_bound}", r"\end{proof}"]
    places = [source.index(part) for part in order]
    assert places == sorted(places) and "efuted" not in source


def test_what_is_false_says_so_on_the_page(judged):
    source = re.sub(r"(?<!\\)%.*", "", paper.latex(judged["semi_smooth_chain"]))
    assert r"error bound\ \textbf{refuted}" in source and r"\texttt{left side  = 399/400}" in source and "What holds instead: $" in source
    source = re.sub(r"(?<!\\)%.*", "", paper.latex(judged["harmonic_sum_printed"]))
    assert r"\textbf{As printed: refuted.}" in source and r"\begin{proof}[Counterexample]" in source


def test_the_command(library, run):
    from tests.verify.test_cli import refused
    assert run("export", "--latex", "descent").stdout.startswith("% descent: Descent lemma. 001, Lemma 4.1.4.\n")
    assert r"\begin{proof}[Counterexample]" in run("export", "--latex", "004-001").stdout
    assert run("export", "descent").exit_code == 2
    refused(run("export", "--latex", "descnt"), "did you mean descent")


def test_the_errata_as_markdown(library, run):
    text = run("errata", "--document", "004").stdout
    assert text.startswith("# Errata") and r"$a \le \frac{a}{2}$" in text
    assert run("errata", "--document", "001").stdout.startswith("No errata")


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="there is no LaTeX here")
def test_it_compiles(judged, tmp_path):
    parts = "\n".join(paper.latex(r) for r in [*judged.values(), hostile("x")])
    (tmp_path / "it.tex").write_text(f"{paper.HEAD}\n\\begin{{document}}\n{parts}\\end{{document}}\n", encoding="utf-8")
    done = subprocess.run(["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "it.tex"], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode(errors="replace")[-2000:]
