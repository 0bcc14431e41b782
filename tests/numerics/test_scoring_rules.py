"""Scoring rules against values worked out by hand, closed forms and brute force."""

import math
from fractions import Fraction

import numpy as np
import pytest

from numerics import scoring_rules as rules
from numerics import simplex

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
BELIEF = (Fraction(1, 2), Fraction(3, 10), Fraction(1, 5))
REPORT = (Fraction(1, 4), Fraction(1, 4), Fraction(1, 2))


def test_quadratic_score_by_hand():
    assert rules.quadratic(BELIEF, 0) == -Fraction(38, 100)
    assert rules.quadratic((HALF, HALF, Fraction(0)), 0) == -HALF


def test_power_two_is_the_quadratic_rule_plus_one():
    for outcome in range(3):
        assert rules.power(2)(REPORT, outcome) == rules.quadratic(REPORT, outcome) + 1


def test_power_four_is_the_quartic_rule():
    fourth = sum(mass**4 for mass in REPORT)
    assert rules.power(4)(REPORT, 2) == 4 * REPORT[2] ** 3 - 3 * fourth


def test_fractional_power_is_a_ball_around_the_float_value():
    ball, number = (rules.power(Fraction(3, 2))(q, 1) for q in (REPORT, tuple(map(float, REPORT))))
    assert float(ball.mid()) == pytest.approx(number, rel=1e-12)


def test_logarithmic_regret_is_relative_entropy():
    found = rules.regret(rules.logarithmic, BELIEF, REPORT)
    expected = sum(float(p) * math.log(p / q) for p, q in zip(BELIEF, REPORT, strict=True))
    assert float(found.mid()) == pytest.approx(expected, rel=1e-12)


def test_impossible_outcomes_do_not_count():
    assert rules.expected_score(rules.logarithmic, (1, 0), (Fraction(1), Fraction(0))).contains(0)
    with pytest.raises(ValueError, match="probability zero"):
        rules.logarithmic((Fraction(1), Fraction(0)), 1)


def test_neighbours_stay_in_the_open_simplex():
    found = list(rules.neighbours((HALF, THIRD, Fraction(1, 6)), Fraction(1, 6)))
    assert len(found) == 4
    assert all(sum(q) == 1 and min(q) > 0 for q in found)


def test_best_reports_of_the_linear_rule():
    grid = list(simplex.lattice(3, 20))
    assert rules.best_reports(rules.linear, BELIEF, grid) == [(1, 0, 0)]
    assert rules.best_reports(rules.quadratic, BELIEF, grid) == [BELIEF]


def test_lengths_have_to_agree():
    with pytest.raises(ValueError, match="same number of outcomes"):
        rules.regret(rules.linear, (HALF, HALF), REPORT)


def test_floats_have_no_ball():
    with pytest.raises(TypeError, match="rigorous"):
        rules.ball(0.5)


def test_samples_have_the_expected_mean():
    rng, size = np.random.default_rng(5), 40_000
    scores = rules.sampled_scores(rng, size, rule=rules.quadratic, belief=BELIEF, report=REPORT)
    gains = rules.sampled_regrets(rng, size, rule=rules.logarithmic, belief=BELIEF, report=REPORT)
    assert scores.shape == gains.shape == (size,)
    for samples, rule, exact in (
        (scores, rules.quadratic, rules.expected_score),
        (gains, rules.logarithmic, rules.regret),
    ):
        value = rules.ball(exact(rule, BELIEF, REPORT))
        assert abs(samples.mean() - float(value.mid())) < 5 * samples.std() / math.sqrt(size)
