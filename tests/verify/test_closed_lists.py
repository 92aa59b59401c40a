"""DEFINITION and NOT_CHECKABLE are computed: a reason of a closed list, never for a statement that has a meaning to decide."""

import pytest

from proofs.language import IllTyped, eq, positive, prose, real, vector
from proofs.theorem import Definition, NotCheckable, Theorem
from verify import exact
from verify.verdict import Exact

a, b = real("a b")
c, = positive("c")
x, = vector("x")


def verdict(**parts):
    theorem = Theorem("t", "a test", "nowhere", hypotheses={}, **parts)
    return exact.judge(theorem, exact.Library())["t"]


def test_prose_is_open_unless_a_reason_of_the_list_and_a_sentence_say_why():
    assert verdict(claim=prose("it works well")).verdict is Exact.OPEN
    assert verdict(claim=prose("it works well"), not_checkable=NotCheckable.VAGUE).verdict is Exact.OPEN
    found = verdict(claim=prose("it works well"), not_checkable=NotCheckable.VAGUE, reason="'well' has no measure here.")
    assert found.verdict is Exact.NOT_CHECKABLE
    assert found.reason == "It uses words to which the text gives no meaning. 'well' has no measure here."


def test_a_formula_is_never_beyond_checking():
    assert verdict(claim=a <= b, not_checkable=NotCheckable.VAGUE, reason="No.").verdict is Exact.OPEN


def test_prose_is_no_definition():
    assert verdict(claim=prose("let it be"), definition=Definition.SETTING).verdict is Exact.OPEN


def test_a_definition_says_what_its_source_says():
    assert verdict(claim=eq(a, b/c), definition=Definition.UPDATE_RULE, source_form=eq(a, b/c)).verdict is Exact.DEFINITION
    found = verdict(claim=eq(a, b/c), definition=Definition.UPDATE_RULE, source_form=eq(a, b*c))
    assert found.verdict is Exact.OPEN and "a = b*c" in found.reason


def test_a_definition_that_has_no_meaning_is_ill_typed():
    assert verdict(claim=eq(a, x), definition=Definition.NOTATION).verdict is Exact.ILL_TYPED


@pytest.mark.parametrize("kind", [*Definition, *NotCheckable])
def test_each_reason_is_a_sentence(kind):
    assert kind.value.endswith(".") and kind.value[0].isupper()


def test_ill_typed_is_raised_by_the_statement_not_by_the_file():
    with pytest.raises(IllTyped):
        Theorem("t", "", "", hypotheses={"h": eq(a, x)}).check_sorts()
