"""Small networks as polynomials in their Gaussian parameters: exact rational means of tangent kernels and their rates.

NTK parametrisation: a layer maps h to z = W h / √(fan-in) + β b; hidden unit k of layer l applies g_lk σ(z) with a
polynomial σ and a gate g_lk. Derivatives with respect to the parameters are formal, means of monomials are products of
moments (2k − 1)!! of N(0, 1). A root 1/√n that is not rational is a variable of its own.

Leaky ReLU units at a single input have σ(z) = z and the gate 1 or κ by the sign of z. Changing the signs of all weights
into and out of a unit leaves the outputs, given all gates, and exchanges the events z > 0 and z < 0. So for polynomials
in outputs at one input and their derivatives the mean is the average over all patterns of gates of the mean given the
pattern, as if gates were independent fair coins: see :func:`gate_patterns`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from typing import Any, TypeAlias

from flint import Ordering, fmpq, fmpq_mpoly_ctx

from numerics.arrays import integer, require

Rational: TypeAlias = Fraction | int
Polynomial: TypeAlias = Any  # flint.fmpq_mpoly; flint has no type stubs
Gates: TypeAlias = Sequence[Sequence[Rational]]


@dataclass(frozen=True, slots=True)
class PolynomialNetwork:
    """A network as polynomials.

    outputs: outputs[i][o] = f_o(x_i); preactivations: preactivations[i][l][k] of the hidden layers; parameters: the
    number of variables that are parameters, which come first; roots: squares 1/n of the variables after these.
    """

    outputs: tuple[tuple[Polynomial, ...], ...]
    preactivations: tuple[tuple[tuple[Polynomial, ...], ...], ...]
    parameters: int
    roots: tuple[Fraction, ...]


def gate_patterns(hidden: Sequence[int], slopes: tuple[Rational, Rational]) -> Iterator[Gates]:
    """All choices of one of the two slopes for every unit of the hidden layers, 2^(units) of them."""
    units = sum(hidden)
    for chosen in product(slopes, repeat=units):
        rest = iter(chosen)
        yield [[next(rest) for _ in range(n)] for n in hidden]


def polynomial_network(
    widths: Sequence[int],
    inputs: Sequence[Sequence[Rational]],
    *,
    coefficients: Sequence[Rational] = (0, 1),
    gates: Gates | None = None,
    bias: Rational = 0,
) -> PolynomialNetwork:
    """The network with ``widths`` (n_0, …, outputs), σ(z) = Σ_k coefficients[k] zᵏ, gates 1 if None, and β = ``bias``."""
    sizes = [integer("a width", n) for n in widths]
    require(len(sizes) >= 2, "widths must have at least the inputs and the outputs.")
    require(all(len(x) == sizes[0] for x in inputs), f"every input must have {sizes[0]} entries.")
    layers = list(pairwise(sizes))
    count = sum(out * (fan_in + 1) for fan_in, out in layers)
    irrational = sorted({n for n in sizes[:-1] if math.isqrt(n) ** 2 != n})
    names = [f"t{k}" for k in range(count)] + [f"r{n}" for n in irrational]
    generators = fmpq_mpoly_ctx.get(names, Ordering.lex).gens()
    zero = generators[0] * 0
    scales = {n: generators[count + k] for k, n in enumerate(irrational)}
    scales |= {n: zero + fmpq(1, math.isqrt(n)) for n in sizes[:-1] if n not in scales}

    def through(x: Sequence[Rational]) -> tuple[list[Polynomial], list[tuple[Polynomial, ...]]]:
        h, free = [zero + _rational(entry) for entry in x], iter(generators)
        hidden: list[tuple[Polynomial, ...]] = []
        for layer, (fan_in, out) in enumerate(layers):
            weighted = [sum((next(free) * entry for entry in h), zero) * scales[fan_in] for _ in range(out)]
            z = [_reduced(total + next(free) * _rational(bias), count, irrational) for total in weighted]
            if layer == len(layers) - 1:
                return z, hidden
            hidden.append(tuple(z))
            slopes = [1] * out if gates is None else gates[layer]
            h = [_power_series(coefficients, entry) * _rational(slope) for entry, slope in zip(z, slopes, strict=True)]
        raise AssertionError

    passes = [through(x) for x in inputs]
    return PolynomialNetwork(
        tuple(tuple(z) for z, _ in passes), tuple(tuple(hidden) for _, hidden in passes), count,
        tuple(Fraction(1, n) for n in irrational),
    )


def gradient(network: PolynomialNetwork, polynomial: Polynomial) -> list[Polynomial]:
    """Formal derivatives with respect to all parameters."""
    return [polynomial.derivative(k) for k in range(network.parameters)]


def inner(network: PolynomialNetwork, first: Polynomial, second: Polynomial) -> Polynomial:
    """⟨∇ first, ∇ second⟩ over all parameters: a tangent kernel if both are outputs."""
    pairs = zip(gradient(network, first), gradient(network, second), strict=True)
    return sum((a * b for a, b in pairs), first * 0)


def gaussian_mean(network: PolynomialNetwork, polynomial: Polynomial) -> Fraction:
    """The mean over independent N(0, 1) parameters. ``ValueError`` if it has an irrational part."""
    total = Fraction(0)
    for exponents, coefficient in polynomial.to_dict().items():
        own = [int(e) for e in exponents[: network.parameters]]
        if any(e % 2 for e in own):
            continue
        value = Fraction(int(coefficient.p), int(coefficient.q)) * math.prod(_double_factorial(e - 1) for e in own)
        for square, exponent in zip(network.roots, exponents[network.parameters :], strict=True):
            require(int(exponent) % 2 == 0, "the mean is irrational: an odd power of a root is left.")
            value *= square ** (int(exponent) // 2)
        total += value
    return total


def _power_series(coefficients: Sequence[Rational], z: Polynomial) -> Polynomial:
    total = z * 0
    for c in reversed(coefficients):
        total = total * z + _rational(c)
    return total


def _reduced(polynomial: Polynomial, parameters: int, widths: Sequence[int]) -> Polynomial:
    """Squares of the roots 1/√n replaced by 1/n."""
    found: dict[tuple[int, ...], Any] = {}
    for exponents, coefficient in polynomial.to_dict().items():
        powers = [int(e) for e in exponents]
        for k, n in enumerate(widths, start=parameters):
            coefficient = coefficient / fmpq(n) ** (powers[k] // 2)
            powers[k] %= 2
        key = tuple(powers)
        found[key] = found.get(key, fmpq(0)) + coefficient
    return polynomial.context().from_dict(found)


def _double_factorial(n: int) -> int:
    return math.prod(range(n, 0, -2))


def _rational(number: Rational) -> fmpq:
    fraction = Fraction(number)
    return fmpq(fraction.numerator, fraction.denominator)
