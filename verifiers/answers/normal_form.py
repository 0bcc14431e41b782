"""Proof that two formulas are equal wherever both have a value: the numerator of the difference of their normal forms is 0.

A formula becomes a rational function of generators (`rational_functions`): variables, and kernels such as exp(bₖ), log|f|,
|f|^(1/L), Γ(gd + r), which are independent as far as is seen; all rules hold at every point at which the formulas have
values.  A formula that differs by cases is compared in each of them.  Constants in radicals are compared by a separation
bound.  The parts are in `proving`: `forms` walks through a tree, `kernels` has the generators, `positivity` finds signs.

A result of None says nothing: the prover is incomplete.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from verifiers.answers.grounds import Ground
from verifiers.answers.proving.forms import MOST_NODES, Forms, Undecided
from verifiers.answers.proving.kernels import Hints, Kernels, Restart
from verifiers.answers.proving.knowledge import Assumption, Knowledge, knowledge_of
from verifiers.answers.proving.radicals import radicals_equal
from verifiers.answers.proving.rational_functions import Effort, Polynomial, Undefined, coefficients, factored, slots_of
from verifiers.answers.trees import Tree, nodes
from verifiers.errors import LearningTheoremsError

MOST_RESTARTS = 12
MOST_CHOICES = 5  # comparisons that cases depend on, in one branch
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}


def proof(reference: Tree, answer: Tree, ground: Ground) -> str | None:
    """A sentence that names the method if `reference` = `answer` is proved wherever both have a value on the ground.

    Deterministic; all caps are on sizes, none on time.
    """
    if reference == answer:
        return "the same expression"
    if sum(1 for tree in (reference, answer) for _ in nodes(tree)) > MOST_NODES:
        return None
    try:
        method, knowledge = Method(), knowledge_of(ground)
        if _equal(reference, answer, knowledge, (), method):
            return method.sentence()
    except (LearningTheoremsError, RecursionError, ArithmeticError, ValueError):  # the last two: a limit of flint
        pass
    try:
        if radicals_equal(reference, answer):
            return "the difference of two numbers in radicals is smaller than a separation bound, so it is 0"
    except LearningTheoremsError:
        pass
    return None


@dataclass(slots=True)
class Method:
    """What is left for a proof, and what it made use of."""

    effort: Effort = field(default_factory=Effort)
    heads: set[str] = field(default_factory=set)
    branches: int = 0

    def sentence(self) -> str:
        """The method in words."""
        names = {"log": "logarithms", "logarithm": "logarithms", "exp": "exponentials", "root": "roots", "sign": "moduli",
                 "gamma": "the Gamma function", "digamma": "the digamma function", "asin": "inverse trigonometric functions"}
        used = sorted({names[h] for h in self.heads if h in names})
        rules = f", by the rules for {', '.join(used)}" if used else ""
        cases = f", in each of {self.branches} cases" if self.branches > 1 else ""
        return f"the difference has the normal form 0{rules}{cases}"


def _equal(left: Tree, right: Tree, knowledge: Knowledge, assumed: tuple[Assumption, ...], method: Method) -> bool:
    """Whether the trees are equal under assumptions, which are extended both ways where a case is not decided."""
    try:
        if _same(left, right, knowledge, assumed, method):
            method.branches += 1
            return True
        return False
    except Undecided as open_question:
        if len(assumed) >= MOST_CHOICES:
            return False
        comparison, a, b = open_question.relation
        return all(_equal(left, right, knowledge, (*assumed, (c, a, b)), method) for c in (comparison, OPPOSITE[comparison]))


def _same(left: Tree, right: Tree, knowledge: Knowledge, assumed: tuple[Assumption, ...], method: Method) -> bool:
    hints: Hints = {}
    for _ in range(MOST_RESTARTS):
        kernels = Kernels(knowledge.variables, hints, method.effort)
        forms = Forms(kernels, knowledge.entries)
        try:
            for constraint in knowledge.constraints:
                forms.assume(constraint)
            for comparison, a, b in assumed:
                if forms.decided(comparison, a, b) is False:
                    return True
                forms.suppose(comparison, a, b)
            difference = forms.form(left) - forms.form(right)
            kernels.settle()
            if vanishes(kernels, difference.num) or forms.vanishing_arc(difference):
                method.heads |= {g.head for g in kernels.generators}
                return True
            return False
        except Restart:
            continue
        except Undefined:
            if assumed:  # in this case one of the formulas has no value
                return True
            raise
    return False


def vanishes(kernels: Kernels, numerator: Polynomial) -> bool:
    """Whether a numerator is zero, for z = 0 (then f is zero) as well as z = 1 where a generator z tells f ≠ 0."""
    if numerator.is_zero():
        return True
    for slot in reversed(slots_of(numerator)):
        g = kernels.generators[slot]
        if g.head == "nonzero":
            parts = coefficients(numerator, slot)
            rest = parts.get(0, numerator * 0)
            divisible = rest.is_zero() or kernels.signs.nonzero(g.data) or any(f == g.data for f, _ in factored(rest)[1])
            return divisible and vanishes(kernels, kernels.field.reduced(sum(parts.values(), numerator * 0)))
    return False
