"""The array library, chosen once: NumPy, CuPy, or array-api-strict on a device that is not the host.

Everything that computes on arrays goes through ``Backend.xp`` and lives on ``Backend.device``. Random numbers are drawn on the
host, so the same seed gives the same problems on every backend.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from numerics.errors import UsageError

NAMES = ("auto", "numpy", "cupy", "strict")


@dataclass(frozen=True)
class Backend:
    """``xp`` the array namespace, ``device`` where arrays live, ``note`` the sentence to show on screen.

    ``version`` says which library computes, and on which processor where it is not the host's.
    """

    name: str
    xp: Any
    device: Any
    note: str
    version: str

    @property
    def content(self) -> list[str]:
        """What the numbers depend on: library, version, processor."""
        return [self.name, self.version]

    def put(self, array) -> Any:
        """A host array of doubles on the device."""
        return self.xp.asarray(np.ascontiguousarray(array, dtype=np.float64), device=self.device)

    def get(self, array) -> np.ndarray:
        """A device array on the host."""
        if self.name == "cupy":
            return array.get()
        if self.name == "strict":
            from array_api_strict import Device
            return np.asarray(array.to_device(Device("CPU_DEVICE")))
        return np.asarray(array)


def choose(name: str = "auto") -> Backend:
    """The backend of that name; ``auto`` takes CuPy where it works and NumPy otherwise, and says which.

    Raises `UsageError` for an unknown name, or for ``cupy`` on a machine where it does not work.

    >>> choose("numpy").note
    'using NumPy'
    """
    if name not in NAMES:
        raise UsageError(f"unknown backend {name!r}: choose one of {', '.join(NAMES)}")
    if name == "strict":
        return _strict()
    if name in ("auto", "cupy"):
        found, why_not = _cupy()
        if found is not None:
            return found
        if name == "cupy":
            raise UsageError(f"{why_not}: choose the backend numpy")
        return _numpy(f"{why_not}: using NumPy")
    return _numpy("using NumPy")


def _numpy(note: str) -> Backend:
    import array_api_compat.numpy as xp
    return Backend("numpy", xp, "cpu", note, np.__version__)


def _strict() -> Backend:
    try:
        import array_api_strict as xp
    except ImportError:
        raise UsageError("array-api-strict is not installed: pip install array-api-strict") from None
    version = f"{xp.__version__} on NumPy {np.__version__}"
    return Backend("strict", xp, xp.Device("device1"), "using array-api-strict on device1", version)


def _cupy() -> tuple[Backend | None, str]:
    """CuPy, and why not. It imports without a driver, so one array is computed before it is trusted."""
    try:
        import array_api_compat.cupy as xp
        import cupy
    except ImportError:
        return None, "CuPy not installed"
    except Exception as fault:  # a half-installed CuDA raises errors of many types on import
        return None, f"CuPy does not import ({type(fault).__name__})"
    try:
        if not cupy.cuda.is_available():
            return None, "CuPy finds no working device"
        float(cupy.ones((2, 2)).sum())
        label = cupy.cuda.runtime.getDeviceProperties(0)["name"].decode()
    except Exception as fault:
        return None, f"CuPy finds no working device ({type(fault).__name__})"
    return Backend("cupy", xp, cupy.cuda.Device(0), f"using CuPy on {label}", f"{cupy.__version__} on {label}"), ""
