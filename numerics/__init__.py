"""The numeric reading: the statements that the kernel proves, evaluated on batches of problems with a rounding-error budget.

``campaign.check`` judges the claims of one theorem; ``witness.replay`` and ``confirm.confirm`` judge one saved instance.
"""
