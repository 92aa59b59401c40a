"""The step size that the bound of one step recommends. Hegde, Foundations of Deep Learning, chapter 4, the remark "Second".

Legend: beta smoothness constant, eta step size; eta (1 - beta eta/2) |grad L|^2 is the decrease that one step guarantees.
"""

from proofs.language import positive, prose
from proofs.steps import square
from proofs.theorem import NotCheckable, Theorem

beta, eta = positive("beta eta")
SOURCE = "Foundations of Deep Learning, chapter 4, after Theorem GD, Second"

advice = Theorem(
    "step_size_advice", "Step sizes should be inversely proportional to beta", SOURCE, hypotheses={}, ids=("004-025",),
    claim=prose("step sizes should be chosen inversely proportional to beta: if beta is large it is prudent to take small steps; in "
                "practice eta is just tuned by hand"),
    not_checkable=NotCheckable.ADVICE, expect="NOT_CHECKABLE",
    reason="The sentence recommends a choice and calls it prudent; it does not say what the choice achieves.")

best_step = Theorem(
    "best_guaranteed_decrease", "No step size guarantees a greater decrease than 1/beta", SOURCE, hypotheses={}, ids=("004-025",),
    claim=eta*(1 - beta*eta/2) <= 1/beta*(1 - beta*(1/beta)/2), alternative=True,
    using=(square(eta - 1/beta),),
    readings=("beta > 0: a smoothness constant, eta > 0: a step size",
              "'should': it maximises the decrease that the bound of one step guarantees"))
