"""The prior of T: counts and exact masses against programs that are run one by one."""

from fractions import Fraction

import pytest

from numerics import toy_machine as toy
from numerics import toy_prior as prior

TARGETS = ["", "0", "1", "11", "01", "101", "1101", "0101", "11111", "000000"]


@pytest.fixture(scope="module")
def outputs() -> list[tuple[int, str | None]]:
    """(length, output) of all programs of at most 16 bits."""
    return [(toy.length(letters), toy.run(letters)) for letters in toy.programs(16)]


@pytest.mark.parametrize("target", TARGETS)
def test_counts_of_outputs(outputs, target):
    exact, begins = prior.output_counts(target, 16)
    assert exact == [sum(size == length and output == target for length, output in outputs) for size in range(17)]
    assert begins == [
        sum(size == length and output is not None and output.startswith(target) for length, output in outputs)
        for size in range(17)
    ]


def test_halting_counts():
    counts = prior.halting_counts(18)
    assert [sum(counts[: size + 1]) for size in (4, 8, 12, 16, 18)] == [3, 29, 279, 2553, 7653]
    assert prior.mass(counts) == Fraction(56835, 65536)


@pytest.mark.parametrize("target", TARGETS)
def test_exact_masses_lie_between_the_counts_and_the_rest(target):
    rest = prior.mass_of_longer_programs(150)
    for mass, counts in zip(prior.exact_mass(target), prior.output_counts(target, 150), strict=True):
        assert 0 <= mass - prior.mass(counts) <= rest


@pytest.mark.parametrize("target", TARGETS)
def test_masses_add_up(target):
    equal, begins = prior.exact_mass(target)
    assert begins == equal + prior.exact_mass(target + "0")[1] + prior.exact_mass(target + "1")[1]


def test_known_masses():
    assert prior.exact_mass("") == (Fraction(1, 3), Fraction(17, 18))
    assert prior.exact_mass("0") == (Fraction(2, 21), Fraction(67, 216))
    assert prior.exact_mass("1") == (Fraction(1, 12), Fraction(65, 216))


def test_balls_contain_the_mass_and_shrink():
    wide, narrow = (prior.whole_mass(prior.halting_counts(size)) for size in (20, 200))
    omega = prior.between(Fraction(17, 18), Fraction(17, 18))
    assert wide.overlaps(omega) and narrow.overlaps(omega)
    assert narrow.rad() < 1e-10 < wide.rad()


def test_no_mass_below_the_stop():
    assert prior.output_counts("", 1) == ([0, 0], [0, 0])
    assert prior.mass_of_longer_programs(1) == 1


def test_bad_arguments():
    with pytest.raises(ValueError, match="0s and 1s"):
        prior.exact_mass("2")
    with pytest.raises(ValueError, match="z must be"):
        prior.whole_mass([0, 0, 1], Fraction(3, 4))
