import numpy as np
import pytest

from numerics.backend import choose
from numerics.errors import UsageError


def test_the_choice_is_said_on_screen():
    assert choose("numpy").note == "using NumPy"
    assert choose("auto").note.startswith(("CuPy not installed: using NumPy", "CuPy finds no working device", "using CuPy on"))


def test_arrays_go_to_the_device_and_come_back():
    for name in ("numpy", "strict"):
        backend = choose(name)
        there = backend.put(np.arange(6.0).reshape(2, 3))
        assert backend.get(there + there).tolist() == [[0, 2, 4], [6, 8, 10]]
    assert str(there.device) == "array_api_strict.Device('device1')"


def test_an_unknown_backend_is_refused_in_a_sentence():
    with pytest.raises(UsageError, match="unknown backend 'abacus': choose one of auto, numpy, cupy, strict"):
        choose("abacus")
