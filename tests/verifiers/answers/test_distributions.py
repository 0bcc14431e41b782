"""Named distributions are the same law, whatever their family and parameters."""

import mpmath
import pytest
from flint import fmpq

from tests.verifiers.answers.questions import judged, real, verdict
from verifiers.answers.distributions import COUNTS, DENSITIES, PLACES, X
from verifiers.answers.evaluation import Work, at_precision
from verifiers.answers.texts.vocabulary import DISTRIBUTIONS
from verifiers.answers.trees import number

VARIABLES = {"a": real("1/2", 4), "b": real("1/2", 4)}
SAME = [
    ("Exponential(a)", "Gamma(1, 1/a)"),
    ("ChiSquared(a)", "Gamma(a/2, 2)"),
    ("Uniform(0, 1)", "Beta(1, 1)"),
    ("Bernoulli(a/9)", "Binomial(1, a/9)"),
    ("StudentT(1)", "Cauchy(0, 1)"),
    ("Normal(a + b, sqrt(a*b))", "Normal(b + a, sqrt(b)*sqrt(a))"),
    ("ChiSquared(2)", "Exponential(1/2)"),
    ("Gamma(a, 2*b/2)", "Gamma(a, b)"),
]
DIFFERENT = [
    ("Exponential(a)", "Exponential(1/a)"),
    ("Normal(a, b)", "Normal(a, b**2)"),
    ("Gamma(a, b)", "Gamma(a, 1/b)"),
    ("Gamma(a, b)", "Gamma(b, a)"),
    ("Poisson(a)", "Exponential(a)"),
    ("Poisson(a)", "Poisson(a + 1)"),
    ("Uniform(20*pi, 30*pi)", "Uniform(40*pi, 50*pi)"),
    ("StudentT(a)", "Cauchy(0, 1)"),
    ("Normal(0, 1)", "StudentT(100)"),
    ("ChiSquared(a)", "Gamma(a, 2)"),
    ("Laplace(a, b)", "Laplace(a, 2*b)"),
]


@pytest.mark.parametrize(("reference", "answer"), SAME)
def test_the_same_law(reference, answer):
    assert verdict(reference, answer, VARIABLES) == "correct"
    assert verdict(answer, reference, VARIABLES) == "correct"


@pytest.mark.parametrize(("reference", "answer"), DIFFERENT)
def test_different_laws(reference, answer):
    assert verdict(reference, answer, VARIABLES) == "incorrect"


@pytest.mark.parametrize("name", sorted(DENSITIES))
def test_densities_have_total_mass_one(name):
    parameters = {"Binomial": (6, fmpq(1, 3)), "Geometric": (fmpq(1, 3),), "Bernoulli": (fmpq(1, 3),), "Uniform": (-1, 2)}
    chosen = parameters.get(name, (2, 1)[: len(DISTRIBUTIONS[name])])
    trees = [
        number(p) if isinstance(p, int) and p >= 0 else number(p if isinstance(p, int) else mpmath_fraction(p)) for p in chosen
    ]
    density = DENSITIES[name](*trees)

    def mass(x):
        value = at_precision(density.whole(), {X.name: x}, 80, Work())
        return mpmath.mpf(float(getattr(value, "real", value)) if not isinstance(value, fmpq) else float(value))

    if density.discrete:
        total = sum(mass(k) for k in range(80))
    else:
        ends = {
            "Beta": [0, 1],
            "Uniform": [-1, 2],
            "Exponential": [0, 40],
            "Gamma": [0, 60],
            "ChiSquared": [0, 90],
            "LogNormal": [0, 1, 10, 100, 10**5],
        }.get(name, [-60, -3, 0, 3, 60])
        total = mpmath.quad(lambda x: mass(_fraction(x)), ends, maxdegree=5)
    assert abs(total - 1) < (0.02 if name in ("Cauchy", "StudentT") else 1e-3)


def mpmath_fraction(value):
    from fractions import Fraction

    return Fraction(int(value.p), int(value.q))


def _fraction(x):
    from fractions import Fraction

    return Fraction(float(x))


def test_the_feedback_names_the_parameter_or_the_place():
    found = judged("Normal(a, b)", "Normal(a, b**2)", VARIABLES)
    assert found.feedback.startswith("the parameter sigma of Normal: ")
    found = judged("StudentT(a)", "Cauchy(0, 1)", VARIABLES | {"x": real(0, 1)})
    assert "the answer's density is" in found.feedback
    assert set(found.witness.point) == {"a", "b", "x", "t"}
    assert judged("Poisson(a)", "Exponential(a)", VARIABLES).slip == "discrete or continuous"
    assert len(PLACES) > 10 and len(COUNTS) > 5
