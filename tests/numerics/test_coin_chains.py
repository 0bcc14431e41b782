"""Coin chains: endpoints and occupancies against a step-by-step walk, transition matrices, and the binomial law."""

from __future__ import annotations

import numpy as np
import pytest

from numerics import coin_chains as cc
from numerics.streams import stream
from tests.numerics.means import mean_is

CHAINS = {"circle 3": cc.circle(3), "circle 8": cc.circle(8), "two speeds": cc.two_speed_circle(5),
          "stay or go": [[0, 1], [0, 0]], "one site": [[0, 0]]}


def walk(rng: np.random.Generator, successors: np.ndarray, steps: int, start: int) -> tuple[int, np.ndarray]:
    site, visits = start, np.zeros(len(successors), dtype=int)
    for _ in range(steps):
        site = successors[site][rng.integers(2)]
        visits[site] += 1
    return site, visits


def laws(successors, steps: int, start: int) -> np.ndarray:
    """The law of the site after 0, …, steps steps, by powers of the transition matrix."""
    table = np.asarray(successors)
    matrix = np.zeros((len(table), len(table)))
    for site, row in enumerate(table):
        for following in row:
            matrix[site, following] += 0.5
    rows = [np.eye(len(table))[start]]
    for _ in range(steps):
        rows.append(rows[-1] @ matrix)
    return np.array(rows)


@pytest.mark.parametrize("name", CHAINS)
@pytest.mark.parametrize("steps", [1, 8, 21])
def test_endpoints_follow_the_transition_matrix(frequencies_agree, name: str, steps: int) -> None:
    successors = CHAINS[name]
    start = len(successors) - 1
    found = cc.endpoint(stream(1), 20_000, successors=successors, steps=steps, start=start)
    counts = np.bincount(found, minlength=len(successors))
    assert frequencies_agree(counts, laws(successors, steps, start)[-1])
    if len(successors) > 1 and steps == 1:
        assert not frequencies_agree(counts, laws(successors, 2, start)[-1])


@pytest.mark.parametrize("name", CHAINS)
@pytest.mark.parametrize("steps", [3, 8, 260])
def test_occupancies_against_one_walk_at_a_time(same_law, name: str, steps: int) -> None:
    successors = np.asarray(CHAINS[name])
    rng, size = stream(2), 500
    expected = np.array([walk(rng, successors, steps, 0)[1] for _ in range(size)])
    found = cc.occupancy(stream(3), size, successors=successors, steps=steps)
    assert found.shape == (size, len(successors)) and (found.sum(axis=1) == steps).all()
    weights = stream(4).standard_normal((2, len(successors)))
    for weight in weights:
        assert same_law(np.round(found @ weight, 9), np.round(expected @ weight, 9))


@pytest.mark.parametrize("name", ["circle 8", "two speeds"])
@pytest.mark.parametrize("steps", [250, 1001])
def test_mean_occupancies_are_exact(name: str, steps: int) -> None:
    """More than 248 steps empty the counters on the way."""
    successors = CHAINS[name]
    visits = cc.occupancy(stream(5), 5000, successors=successors, steps=steps, start=1)
    for site, mean in enumerate(laws(successors, steps, 1)[1:].sum(axis=0)):
        assert mean_is(visits[:, site].astype(float), mean)
        assert not mean_is(visits[:, site].astype(float), 1.1 * mean + 0.1)


@pytest.mark.parametrize(("sites", "steps", "start"), [(5, 12, 3), (6, 7, 0), (7, 100, 2), (2, 3, 1)])
def test_endpoint_of_the_circle_is_binomial(frequencies_agree, same_law, sites: int, steps: int, start: int) -> None:
    law = cc.circle_endpoint_law(sites=sites, steps=steps, start=start)
    np.testing.assert_allclose(law, laws(cc.circle(sites), steps, start)[-1], atol=1e-14)
    exact = cc.circle_endpoint_exact_law(stream(6), 20_000, sites=sites, steps=steps, start=start)
    definition = cc.endpoint(stream(7), 20_000, successors=cc.circle(sites), steps=steps, start=start)
    assert frequencies_agree(np.bincount(exact, minlength=sites), law.clip(0, 1))
    assert same_law(exact.astype(float), definition.astype(float))
    if steps < sites**2:
        wrong = cc.circle_endpoint_exact_law(stream(6), 20_000, sites=sites, steps=steps + 1, start=start)
        assert not same_law(wrong.astype(float), definition.astype(float))


def test_slow_half_of_two_speeds_holds_four_fifths() -> None:
    """The stationary mass of the slow half is 4 M / (5 M + 2) for even M, 8/11 for M = 4."""
    visits = cc.occupancy(stream(8), 2000, successors=cc.two_speed_circle(4), steps=4000)
    share = visits[:, :4].sum(axis=1) / 4000
    assert abs(share.mean() - 8 / 11) <= 5 * share.std() / np.sqrt(share.size) + 50 / 4000
    assert abs(share.mean() - 0.5858) > 0.1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"successors": [0, 1]}, r"successors must have shape \(sites, 2\), not \(2,\)"),
        ({"successors": [[0, 2], [0, 1]]}, "integers in 0, …, 1"),
        ({"successors": [[0.5, 0.0]]}, "integers in 0"),
        ({"successors": cc.circle(300)}, "1 to 256 sites, not 300"),
        ({"start": 3}, "one of the 3 sites, not 3"),
        ({"steps": 0}, "steps must be at least 1"),
    ],
)
@pytest.mark.parametrize("sampler", [cc.occupancy, cc.endpoint])
def test_bad_arguments_are_refused(sampler, change: dict, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        sampler(stream(0), 5, **{"successors": cc.circle(3), "steps": 4, **change})
