"""The trusted kernel: it re-checks certificates, in rational arithmetic, with the standard library alone.

Read in this order: ``syntax`` (what a term is), ``normal`` (when two terms are equal), ``checker`` (facts, scopes, the
positivity certificate), ``rules`` (one table of all inference rules), ``interpretation`` (counterexamples).
It never searches, and nothing that it trusts is a float.
"""
