"""Statements, their exact proofs, and the kernel that re-checks them. Importing this package imports nothing."""
