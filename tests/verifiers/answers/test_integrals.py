"""Rigorous integrals: enclosures that contain the value, none where the integrand cannot be enclosed."""

import flint
import mpmath
import pytest
from flint import fmpq

from verifiers.answers.evaluation import Evaluator, TooMuchWork, Work
from verifiers.answers.integrals import enclosed
from verifiers.answers.texts.reading import read_answer

INTEGRANDS = {
    "t**2*exp(-t)": lambda t: t**2 * mpmath.exp(-t),
    "abs(t - 1/3)": lambda t: abs(t - mpmath.mpf(1) / 3),
    "max(t, 1 - t)*sin(t)": lambda t: max(t, 1 - t) * mpmath.sin(t),
    "sqrt(1 + t)": lambda t: mpmath.sqrt(1 + t),
    "log(2 + t)/(1 + t**2)": lambda t: mpmath.log(2 + t) / (1 + t**2),
    "atan(t) + asin(t/3)": lambda t: mpmath.atan(t) + mpmath.asin(t / 3),
    "gamma(1 + t)": lambda t: mpmath.gamma(1 + t),
    "sign(t - 1/4) + floor(3*t/2)": lambda t: mpmath.sign(t - 0.25) + mpmath.floor(1.5 * t),
    "Piecewise((t, t < 2/5), (1/(1 + t), True))": lambda t: t if t < 0.4 else 1 / (1 + t),
}
BREAKS = [0, 0.25, mpmath.mpf(1) / 3, 0.4, 0.5, mpmath.mpf(2) / 3, 1, mpmath.mpf(4) / 3, 2]


def integral(text, low=0, high=2):
    tree = read_answer(f"Integral({text}, (t, {low}, {high}))", [])
    with flint.ctx.workprec(110):
        return enclosed(Evaluator({}, Work()), tree, fmpq(low), fmpq(high))


@pytest.mark.parametrize("text", INTEGRANDS)
def test_the_value_is_enclosed(text):
    found = integral(text)
    with mpmath.workdps(30):
        expected = mpmath.quad(INTEGRANDS[text], [b * 1 for b in BREAKS])
        assert abs(mpmath.mpf(str(found.real.mid().str(28, radius=False))) - expected) < 1e-13 * (1 + abs(expected))


@pytest.mark.parametrize("text", ["1/(t - 1)", "1/t", "log(t - 1)/0", "oo"])
def test_no_enclosure(text):
    assert integral(text) is None


def test_a_peak_is_not_missed():
    with flint.ctx.workprec(110):
        assert (
            abs(integral("1/(1 + (100*t - 7700)**2)", 0, 100).real - (flint.arb(2300).atan() + flint.arb(7700).atan()) / 100)
            < 1e-20
        )


def test_the_allowance_stops_it():
    tree = read_answer("Integral(Sum(sin(k*t), (k, 1, 2000)), (t, 0, 1))", [])
    with pytest.raises(TooMuchWork):
        enclosed(Evaluator({}, Work()), tree, fmpq(0), fmpq(1))
