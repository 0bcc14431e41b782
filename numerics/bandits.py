"""Bayesian control of Bernoulli bandits with a finite class of environments: exact expectimax and simulated episodes.

Environment ν pays reward 1 for arm k with probability means[ν][k], else 0, and is drawn from a prior. After a history
the posterior depends only on how often each arm paid and did not: a *record* is a tuple of (paid, unpaid) pairs, one
an arm.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import TypeAlias

import numpy as np

from numerics.arrays import FloatArray, integer, require
from numerics.mdp.model import Rational, rational
from numerics.simplex import categorical

Record: TypeAlias = tuple[tuple[int, int], ...]
BayesPolicy: TypeAlias = dict[Record, int]
Means: TypeAlias = Sequence[Sequence[Rational]]


def bayes_value(prior: Sequence[Rational], means: Means, horizon: int) -> Fraction:
    """The largest expected total reward in ``horizon`` rounds of an environment drawn from the prior (expectimax)."""
    return _expectimax(prior, means, horizon)[0]


def bayes_policy(prior: Sequence[Rational], means: Means, horizon: int) -> BayesPolicy:
    """The arm that expectimax chooses after each record that it can meet; the first of the best arms."""
    return _expectimax(prior, means, horizon)[1]


def policy_value(policy: BayesPolicy, means: Sequence[Rational], horizon: int) -> Fraction:
    """The expected total reward of a policy in one known environment, ``means`` by arm."""
    chances = [rational(mean) for mean in means]

    def value(record: Record, left: int) -> Fraction:
        if left == 0:
            return Fraction(0)
        arm = policy[record]
        paid, unpaid = (value(_after(record, arm, outcome), left - 1) if chance else Fraction(0)
                        for outcome, chance in ((1, chances[arm]), (0, 1 - chances[arm])))
        return chances[arm] * (1 + paid) + (1 - chances[arm]) * unpaid
    return value(((0, 0),) * len(chances), integer("horizon", horizon))


def bayes_episodes(rng: np.random.Generator, size: int, *, prior: Sequence[Rational], means: Means,
                   horizon: int, environment: int | None = None) -> FloatArray:
    """Total rewards of ``size`` episodes: draw the environment from the prior, play the Bayes policy. Shape (size,).

    ``environment`` is a row of ``means``, from 0: then all episodes play against it, and the prior is the agent's only.
    """
    policy, arms = bayes_policy(prior, means, horizon), len(means[0])
    base = horizon + 1
    table = np.zeros(base ** (2 * arms), dtype=np.int64)
    for record, choice in policy.items():
        table[_code(record, base)] = choice
    chances = np.array([[float(mean) for mean in row] for row in means])
    drawn = np.full(size, environment) if environment is not None else \
        categorical(rng, size, probabilities=[float(w) for w in prior]).astype(np.int64)
    codes, totals = np.zeros(size, dtype=np.int64), np.zeros(size)
    for _ in range(horizon):
        arm = table[codes]
        paid = rng.random(size) < chances[drawn, arm]
        totals += paid
        codes += base ** (2 * arm + 1 - paid)
    return totals


def _expectimax(prior: Sequence[Rational], means: Means, horizon: int) -> tuple[Fraction, BayesPolicy]:
    weights = [rational(w) for w in prior]
    chances = [[rational(mean) for mean in row] for row in means]
    require(sum(weights) == 1 and min(weights) >= 0, "prior must be a probability vector.")
    require(len(weights) == len(chances), "means must have one row for each environment.")
    policy: BayesPolicy = {}

    @cache
    def value(record: Record, left: int) -> Fraction:
        """Reward still expected, times the probability of one history with this record (its likelihood)."""
        joint = [_likelihood(w, row, record) for w, row in zip(weights, chances, strict=True)]
        if left == 0 or not any(joint):
            return Fraction(0)
        options = []
        for arm in range(len(record)):
            paid = sum((j * row[arm] for j, row in zip(joint, chances, strict=True)), Fraction(0))
            options.append(paid + value(_after(record, arm, 1), left - 1) + value(_after(record, arm, 0), left - 1))
        policy[record] = options.index(max(options))
        return max(options)

    start = ((0, 0),) * len(chances[0])
    return value(start, integer("horizon", horizon)), policy


def _likelihood(weight: Fraction, row: Sequence[Fraction], record: Record) -> Fraction:
    """Prior weight times the probability that the environment gives a history with this record."""
    for mean, (paid, unpaid) in zip(row, record, strict=True):
        weight = weight * mean ** paid * (1 - mean) ** unpaid
    return weight


def _after(record: Record, arm: int, outcome: int) -> Record:
    paid, unpaid = record[arm]
    return (*record[:arm], (paid + outcome, unpaid + 1 - outcome), *record[arm + 1:])


def _code(record: Record, base: int) -> int:
    return sum(paid * base ** (2 * arm) + unpaid * base ** (2 * arm + 1) for arm, (paid, unpaid) in enumerate(record))
