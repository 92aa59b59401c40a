"""Optimizers, one file each; each takes its step from ``proofs.methods``, so proofs and arrays speak of the same rule."""
