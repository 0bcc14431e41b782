"""Questions and judgements that the tests of the judge share, and an evaluator of trees that uses neither flint nor SymPy."""

from fractions import Fraction

import mpmath

from verifiers.answers.judging import judge_answer
from verifiers.answers.questions import question_from_texts
from verifiers.answers.trees import Apply, Bound, Constant, Number, Variable


def real(low, high, opened=False):
    """A real variable."""
    return {"type": "real", "min": low, "max": high, "open": opened}


def integer(low, high):
    """An integer variable."""
    return {"type": "integer", "min": low, "max": high}


X = {"x": real(-5, 5)}
POSITIVE = {"x": real(0, 3, True)}
COUNT = {"n": integer(1, 100)}


def judged(reference, answer, variables=None, constraints=(), kind="", **options):
    """The judgement of an answer."""
    return judge_answer(question_from_texts(reference, variables or {}, constraints, kind=kind, **options), answer)


def verdict(reference, answer, variables=None, **options):
    """The verdict on an answer."""
    return judged(reference, answer, variables, **options).verdict


FUNCTIONS = {
    "neg": lambda a: -a,
    "div": lambda a, b: a / b,
    "pow": lambda a, b: mpmath.power(a, b),
    "exp": mpmath.exp,
    "log": mpmath.log,
    "abs": abs,
    "floor": mpmath.floor,
    "ceiling": mpmath.ceil,
    "gamma": mpmath.gamma,
    "factorial": mpmath.factorial,
    "binomial": mpmath.binomial,
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "tan": mpmath.tan,
    "atan": mpmath.atan,
    "sinh": mpmath.sinh,
    "cosh": mpmath.cosh,
    "tanh": mpmath.tanh,
    "min": min,
    "max": max,
    "root": mpmath.root,
}


def value(tree, point):
    """The value of a tree at a point by mpmath, at its current precision."""
    match tree:
        case Number():
            return mpmath.mpf(tree.value.numerator) / tree.value.denominator
        case Constant():
            return {"pi": mpmath.pi, "e": mpmath.e, "i": mpmath.j}[tree.name] * 1
        case Variable():
            number = Fraction(point[tree.name])
            return mpmath.mpf(number.numerator) / number.denominator
        case Apply(operation="add"):
            return mpmath.fsum(value(a, point) for a in tree.arguments)
        case Apply(operation="mul"):
            return mpmath.fprod(value(a, point) for a in tree.arguments)
        case Apply():
            return FUNCTIONS[tree.operation](*(value(a, point) for a in tree.arguments))
        case Bound(operation="sum"):
            ends = (int(value(e, point)) for e in (tree.low, tree.high))
            low, high = ends
            return mpmath.fsum(value(tree.body, {**point, tree.variable: k}) for k in range(low, high + 1))
    raise NotImplementedError(type(tree).__name__)
