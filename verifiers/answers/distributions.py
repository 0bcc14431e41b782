"""Named distributions as densities, so that two parametrisations of one law are compared as formulas.

Densities and mass functions: N. L. Johnson, S. Kotz, N. Balakrishnan, Continuous Univariate Distributions (1994).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from verifiers.answers.evaluation import Point, Work
from verifiers.answers.formulas import judge_formula
from verifiers.answers.grounds import Axis, Box, Ground, satisfied
from verifiers.answers.judgements import Judgement
from verifiers.answers.questions import Question
from verifiers.answers.texts.vocabulary import DISTRIBUTIONS
from verifiers.answers.trees import Apply, Cases, Collected, Constant, Relation, Tree, Variable, apply, number

X = Variable("x of the density")  # no answer can use this name
ONE, TWO, PI, OO = number(1), number(2), Constant("pi"), Constant("oo")
PLACES = tuple(map(Fraction, ("-5/2", "-1", "-1/3", "1/7", "1/3", "1/2", "3/4", "9/10", "1", "3/2", "7/3", "4", "9")))
COUNTS = tuple(range(7))


@dataclass(frozen=True, slots=True)
class Density:
    """A density or mass function in the variable X, zero outside the support."""

    formula: Tree
    support: tuple[Tree, ...]
    discrete: bool = False

    def whole(self) -> Tree:
        """The function on the whole line."""
        if not self.support:
            return self.formula
        condition = self.support[0] if len(self.support) == 1 else Apply("and", self.support)
        return Cases(((self.formula, condition), (number(0), Constant("true"))))


def _over(*factors: Tree) -> Tree:
    return apply("div", ONE, apply("mul", *factors) if len(factors) > 1 else factors[0])


def _times(*factors: Tree) -> Tree:
    return apply("mul", *factors)


def _minus(a: Tree, b: Tree) -> Tree:
    return apply("add", a, apply("neg", b))


def _exp(a: Tree) -> Tree:
    return apply("exp", a)


def _square(a: Tree) -> Tree:
    return apply("pow", a, TWO)


POSITIVE = (Relation(">", X, number(0)),)
COUNT = (Relation(">=", X, number(0)),)
UNIT = (Relation(">", X, number(0)), Relation("<", X, ONE))


def _normal(mean: Tree, deviation: Tree) -> Density:
    exponent = apply("neg", apply("div", _square(_minus(X, mean)), _times(TWO, _square(deviation))))
    return Density(_times(_over(deviation, apply("root", _times(TWO, PI), TWO)), _exp(exponent)), ())


def _gamma(shape: Tree, scale: Tree) -> Density:
    power = apply("pow", X, _minus(shape, ONE))
    norm = _over(apply("gamma", shape), apply("pow", scale, shape))
    return Density(_times(norm, power, _exp(apply("neg", apply("div", X, scale)))), POSITIVE)


def _student(degrees: Tree) -> Density:
    half = apply("div", apply("add", degrees, ONE), TWO)
    norm = apply("div", apply("gamma", half), _times(apply("root", _times(degrees, PI), TWO),
                                                     apply("gamma", apply("div", degrees, TWO))))
    kernel = apply("add", ONE, apply("div", _square(X), degrees))
    return Density(_times(norm, apply("pow", kernel, apply("neg", half))), ())


def _binomial(count: Tree, chance: Tree) -> Density:
    formula = _times(apply("binomial", count, X), apply("pow", chance, X),
                     apply("pow", _minus(ONE, chance), _minus(count, X)))
    return Density(formula, (*COUNT, Relation("<=", X, count)), discrete=True)


DENSITIES: Mapping[str, Callable[..., Density]] = {
    "Normal": _normal,
    "Exponential": lambda rate: Density(_times(rate, _exp(apply("neg", _times(rate, X)))), POSITIVE),
    "Gamma": _gamma,
    "ChiSquared": lambda degrees: _gamma(apply("div", degrees, TWO), TWO),
    "Beta": lambda a, b: Density(_times(_over(apply("beta", a, b)), apply("pow", X, _minus(a, ONE)),
                                        apply("pow", _minus(ONE, X), _minus(b, ONE))), UNIT),
    "Uniform": lambda low, high: Density(_over(_minus(high, low)), (Relation(">", X, low), Relation("<", X, high))),
    "StudentT": _student,
    "Cauchy": lambda place, scale: Density(
        _over(PI, scale, apply("add", ONE, _square(apply("div", _minus(X, place), scale)))), ()),
    "Laplace": lambda place, scale: Density(
        _times(_over(TWO, scale), _exp(apply("neg", apply("div", apply("abs", _minus(X, place)), scale)))), ()),
    "LogNormal": lambda mean, deviation: Density(
        _times(_over(X, deviation, apply("root", _times(TWO, PI), TWO)),
               _exp(apply("neg", apply("div", _square(_minus(apply("log", X), mean)), _times(TWO, _square(deviation)))))),
        POSITIVE),
    "Poisson": lambda rate: Density(_times(_exp(apply("neg", rate)), apply("pow", rate, X),
                                           _over(apply("factorial", X))), COUNT, discrete=True),
    "Binomial": _binomial,
    "Bernoulli": lambda chance: _binomial(ONE, chance),
    "Geometric": lambda chance: Density(_times(chance, apply("pow", _minus(ONE, chance), _minus(X, ONE))),
                                        (Relation(">=", X, ONE),), discrete=True),
}


@dataclass(frozen=True)
class WithPlaces:
    """The points of a ground, each with places on the line."""

    ground: Ground
    places: Sequence[int | Fraction]
    support: tuple[Tree, ...] = ()
    _found: list[Sequence[Point]] = field(default_factory=list, compare=False, repr=False)

    def points(self) -> Sequence[Point]:
        """A few of the ground's points with every place."""
        chosen = self.ground.points()[:5]
        return [p for base in chosen for place in self.places if self.admits(p := {**base, X.name: place})]

    def every(self) -> Sequence[Point] | None:
        """Never finite."""
        return None

    def admits(self, point: Point) -> bool:
        """Whether the place belongs to the support."""
        return all(satisfied(c, point) for c in self.support)

    def ranges(self) -> Mapping[str, tuple[Fraction | None, Fraction | None]]:
        """Those of the ground."""
        return self.ground.ranges()


def density_of(tree: Tree) -> Density | None:
    """The density of a named distribution; None for anything else."""
    if isinstance(tree, Collected) and tree.kind == "distribution" and tree.name in DENSITIES:
        return DENSITIES[tree.name](*tree.items)
    return None


def judge_distribution(question: Question, answer: Tree, work: Work) -> Judgement:
    """Whether two named distributions are the same law."""
    right, given = density_of(question.reference), density_of(answer)
    if right is None:
        return Judgement("cannot decide", feedback="the reference is no distribution whose density is known here")
    if given is None:
        return Judgement("cannot decide", feedback="a named distribution is expected, for example Normal(mu, sigma)")
    if right.discrete != given.discrete:
        return Judgement("incorrect", slip="discrete or continuous",
                         feedback=f"the answer is a {_sort(given)} distribution, the right one is {_sort(right)}")
    assert isinstance(question.reference, Collected) and isinstance(answer, Collected)
    if question.reference.name == answer.name:
        return _by_parameters(question, question.reference, answer, work)
    places = WithPlaces(question.ground, COUNTS if right.discrete else PLACES)
    asked = replace(question, reference=right.whole(), ground=places, kind="formula", slips=(), symbols=())
    judged = judge_formula(asked, given.whole(), work)
    if judged.verdict == "incorrect" and judged.witness is not None:
        return _told(judged, next(n for n in ("x", "t", "u", "z", "place") if n not in {s.name for s in question.symbols}))
    if judged.verdict == "correct" and right.support == given.support:
        return _proved(question, right, given, judged)
    return judged


def _by_parameters(question: Question, right: Collected, given: Collected, work: Work) -> Judgement:
    """Laws of one family are the same if their parameters are."""
    verdicts = []
    for name, r, g in zip(DISTRIBUTIONS[right.name], right.items, given.items, strict=True):
        verdict = judge_formula(replace(question, reference=r, slips=(), claim="equal", kind="formula"), g, work)
        if verdict.verdict != "correct":
            return replace(verdict, feedback=f"the parameter {name} of {right.name}: {verdict.feedback}")
        verdicts.append(verdict)
    weakest = next((v for v in verdicts if not v.proved), None)
    return replace(weakest or Judgement("correct", proved=True), method="the same family with equal parameters")


def _told(judged: Judgement, place: str) -> Judgement:
    assert judged.witness is not None
    point = {(place if name == X.name else name): value for name, value in judged.witness.point.items()}
    where = ", ".join(f"{n} = {v}" for n, v in point.items())
    return replace(judged, witness=replace(judged.witness, point=point), slip=None,
                   feedback=f"at {where} the answer's density is {judged.witness.answer}, "
                            f"the right one {judged.witness.correct}")


def _proved(question: Question, right: Density, given: Density, judged: Judgement) -> Judgement:
    from verifiers.answers.normal_form import proof
    if not isinstance(question.ground, Box):
        return judged
    low = Fraction(0) if right.support else None
    axis = Axis(X.name, right.discrete, low, Fraction(1) if right.support == UNIT else None, open=not right.discrete)
    ground = Box((*question.ground.axes, axis), question.ground.constraints)
    method = proof(right.formula, given.formula, ground)
    return replace(judged, proved=True, method=f"the densities: {method}", feedback="") if method else judged


def _sort(density: Density) -> str:
    return "discrete" if density.discrete else "continuous"
