"""The axioms under every verdict, with their sources: the kernel's list, shown to readers."""

from proofs.kernel.axioms import AXIOMS

__all__ = ["AXIOMS"]
