"""No two formulas are proved equal that differ at a point of their ground, whatever rewritings, right or wrong, led from one to
the other."""

from fractions import Fraction

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from verifiers.answers.comparing import compare_at
from verifiers.answers.evaluation import NotSupported, TooMuchWork, Work
from verifiers.answers.grounds import Axis, Box
from verifiers.answers.normal_form import proof
from verifiers.answers.trees import Apply, Bound, Cases, Constant, Number, Relation, Variable, apply, number
from verifiers.errors import LearningTheoremsError

x, y, n, k = (Variable(name) for name in "xynk")
ONE, TWO, HALF, TRUE = number(1), number(2), number(Fraction(1, 2)), Constant("true")
PRECISIONS = (128, 300)
REALS = [Fraction(v) for v in ("0", "1", "-1", "1/2", "-1/2", "2", "-2", "1/3", "-7/5", "3", "22/7")]
INTEGERS = [0, 1, -1, 2, -2, 3, 4]
FUNCTIONS = ("neg", "exp", "log", "abs", "sign", "floor", "ceiling", "gamma", "digamma", "erf", "sin", "cos", "tan", "asin",
             "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "loggamma", "heaviside", "factorial")
ENDS = ((None, None, False), (0, None, True), (0, None, False), (0, 1, False), (-2, 2, False), (-3, 0, False), (1, 3, False))


def minus(a, b):
    return apply("add", a, apply("neg", b))


def root(a):
    return apply("root", a, TWO)


def square(a):
    return apply("pow", a, TWO)


def grown(inner):
    exponents = st.sampled_from([HALF, TWO, number(-1), number(3), number(Fraction(1, 3)), number(Fraction(-3, 2)), n, x])
    return st.one_of(
        st.builds(apply, st.sampled_from(("add", "mul", "div", "max", "min")), inner, inner),
        st.builds(lambda a, e: apply("pow", a, e), inner, exponents),
        st.builds(lambda a, d: apply("root", a, number(d)), inner, st.sampled_from((2, 3))),
        st.builds(apply, st.sampled_from(FUNCTIONS), inner),
        st.builds(lambda a, b, c, d, s: Cases(((a, Relation(s, b, c)), (d, TRUE))), inner, inner, inner, inner,
                  st.sampled_from(("<", "<=", "=", "!="))),
        st.builds(lambda a, low, s: Bound(s, apply("mul", k, a), "k", number(low), n), inner, st.sampled_from((0, 1)),
                  st.sampled_from(("sum", "product"))),
    )


def axis(name, ends):
    low, high = (None if end is None else Fraction(end) for end in ends[:2])
    return Axis(name, name == "n", low, high, ends[2])


leaves = st.sampled_from([x, x, x, y, n, n, ONE, TWO, HALF, number(-1), number(0), Constant("pi")])
formulas = st.recursive(leaves, grown, max_leaves=5)
grounds = st.builds(lambda *ends: Box(tuple(map(axis, "xyn", ends))), *[st.sampled_from(ENDS)] * 3)


def rewritings(t):
    """Formulas that are equal to this one, some only under conditions, some never."""
    yield from (apply("add", t, number(0)), apply("log", apply("exp", t)), apply("exp", apply("log", t)), root(square(t)),
                square(root(t)), apply("abs", t), apply("sin", apply("asin", t)), apply("asin", apply("sin", t)),
                apply("div", apply("mul", t, x), x), apply("mul", apply("abs", t), apply("sign", t)),
                apply("tan", apply("atan", t)))
    match t:
        case Apply("mul", (a, b)):
            yield from (apply("mul", b, a), apply("exp", apply("add", apply("log", a), apply("log", b))))
        case Apply("div", (a, b)):
            yield from (apply("mul", a, apply("pow", b, number(-1))), apply("div", apply("neg", a), apply("neg", b)))
        case Apply("pow", (a, e)):
            yield from (apply("exp", apply("mul", e, apply("log", a))), apply("mul", a, apply("pow", a, minus(e, ONE))),
                        apply("pow", apply("abs", a), e), apply("pow", square(a), apply("div", e, TWO)),
                        apply("mul", apply("pow", number(-1), e), apply("pow", apply("neg", a), e)))
            if isinstance(a, Apply) and a.operation in ("mul", "div"):
                yield apply(a.operation, *(apply("pow", part, e) for part in a.arguments))
            if isinstance(a, Apply) and a.operation == "pow":
                yield apply("pow", a.arguments[0], apply("mul", a.arguments[1], e))
        case Apply("root", (a, d)):
            yield from (apply("pow", a, apply("div", ONE, d)), apply("root", apply("abs", a), d))
        case Apply("log", (a,)):
            yield from (apply("div", apply("log", square(a)), TWO), apply("neg", apply("log", apply("div", ONE, a))))
            if isinstance(a, Apply) and a.operation == "mul":
                yield Apply("add", tuple(apply("log", part) for part in a.arguments))
        case Apply("abs", (a,)):
            yield from (a, apply("max", a, apply("neg", a)),
                        Cases(((a, Relation(">=", a, number(0))), (apply("neg", a), TRUE))))
        case Apply("sign", (a,)):
            yield from (apply("div", a, apply("abs", a)), Cases(((ONE, Relation(">=", a, number(0))), (number(-1), TRUE))))
        case Apply("heaviside", (a,)):
            yield Cases(((ONE, Relation(">", a, number(0))), (number(0), TRUE)))
        case Apply("floor", (a,)):
            yield from (minus(apply("floor", apply("add", a, ONE)), ONE), apply("neg", apply("ceiling", apply("neg", a))),
                        minus(apply("ceiling", a), ONE))
        case Apply("gamma", (a,)):
            yield from (apply("div", apply("gamma", apply("add", a, ONE)), a), apply("factorial", minus(a, ONE)),
                        apply("exp", apply("loggamma", a)))
        case Apply("factorial", (a,)):
            yield from (Bound("product", k, "k", ONE, a), apply("mul", a, apply("factorial", minus(a, ONE))))
        case Apply("digamma", (a,)):
            yield minus(apply("digamma", apply("add", a, ONE)), apply("div", ONE, a))
        case Apply("sin", (a,)):
            yield from (root(minus(ONE, square(apply("cos", a)))), apply("cos", minus(a, apply("div", Constant("pi"), TWO))))
        case Apply("asin", (a,)):
            cosine = root(minus(ONE, square(a)))
            yield from (apply("acos", cosine), apply("atan", apply("div", a, cosine)))
        case Apply("acos", (a,)):
            yield minus(Constant("pi"), apply("acos", apply("neg", a)))
        case Apply("atan", (a,)):
            yield minus(apply("div", Constant("pi"), TWO), apply("atan", apply("div", ONE, a)))
        case Apply("acosh", (a,)):
            yield apply("log", apply("add", a, root(minus(square(a), ONE))))
        case Apply("max", (a, b)):
            yield from (apply("add", a, apply("max", number(0), minus(b, a))), Cases(((a, Relation(">", a, b)), (b, TRUE))), a)
        case Cases(((a, Relation(_, b, c)), (d, _))):
            yield from (a, d, Cases(((d, Relation(">=", b, c)), (a, TRUE))), Cases(((d, Relation("=", b, c)), (a, TRUE))))
        case Bound("sum", body, _, low, high):
            yield from (apply("add", Bound("sum", body, "k", low, minus(high, ONE)), _at(body, high)),
                        Bound("sum", _at(body, y), "y", low, high))
            if isinstance(body, Apply) and body.operation == "mul":
                yield apply("mul", body.arguments[1], Bound("sum", k, "k", low, high))
                yield apply("mul", body.arguments[1], apply("div", apply("mul", high, apply("add", high, ONE)), TWO))


def _at(tree, value):
    match tree:
        case Variable("k"):
            return value
        case Apply():
            return Apply(tree.operation, tuple(_at(a, value) for a in tree.arguments))
    return tree


@st.composite
def rewritten(draw, tree, deep=True):
    """The formula with a rewriting somewhere in it."""
    if isinstance(tree, Apply) and draw(st.booleans()):
        place = draw(st.integers(0, len(tree.arguments) - 1))
        changed = draw(rewritten(tree.arguments[place]))
        return Apply(tree.operation, (*tree.arguments[:place], changed, *tree.arguments[place + 1:]))
    return draw(st.sampled_from(list(rewritings(tree))))


def different(a, b, point):
    try:
        return compare_at(a, b, point, Work(60_000), PRECISIONS).state == "different"
    except (NotSupported, TooMuchWork, LearningTheoremsError):
        return False


@settings(max_examples=120, deadline=None, derandomize=True, database=None,
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large])
@given(st.data(), formulas, grounds)
def test_what_is_proved_holds_at_all_points(data, formula, ground):
    other = data.draw(rewritten(formula))
    if data.draw(st.booleans()):
        other = data.draw(rewritten(other))
    assume(formula != other)
    if proof(formula, other, ground):
        points = [{"x": a, "y": REALS[(i + j) % len(REALS)], "n": b}
                  for i, a in enumerate(REALS) for j, b in enumerate(INTEGERS)]
        for point in [p for p in points if ground.admits(p)][::3]:
            assert not different(formula, other, point)


@settings(max_examples=80, deadline=None, derandomize=True, database=None)
@given(formulas, grounds, st.integers(1, 4), st.sampled_from(("add", "mul")))
def test_a_changed_integer_is_never_proved(formula, ground, change, operation):
    points = [p for p in ({"x": a, "y": b, "n": c} for a in REALS[2:5] for b in REALS[2:5] for c in (1, 2)) if ground.admits(p)]
    other = apply(operation, formula, number(change + (operation == "mul")))
    if any(different(formula, other, point) for point in points):
        assert not proof(formula, other, ground)


def test_numbers_are_compared_by_value():
    values = [Number(Fraction(a, b)) for a in range(-3, 4) for b in (1, 2, 3)]
    for a in values:
        for b in values:
            assert bool(proof(a, b, Box(()))) == (a == b)
