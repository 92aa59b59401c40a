"""Optimizers, one file each. Each is a pure step on anything with + - * /, and ``run`` iterates it on a problem's arrays.

Gradient descent takes its step from ``proofs.methods``, so proofs and arrays speak of the same rule. Where a method acts on
coordinates (roots, signs, quotients of vectors), the arithmetic is ``coordinates.Arrays``: error bounds travel along.
"""
