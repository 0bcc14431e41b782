"""The same estimators written for other array libraries, timed if these are installed (the extra ``bench``).

Nothing is imported before :func:`peers` is called. Compilation happens in the call that does not count.
"""

from __future__ import annotations

import importlib
import importlib.util
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.network_cases import INPUT, PAIR, SGD

Peer = Callable[[np.random.Generator, int], object]


def peers() -> dict[str, dict[str, Peer]]:
    """By case name and name of the library, samplers with the signature of those of the cases."""
    found: dict[str, dict[str, Peer]] = {}
    for module, make in (("numba", _numba), ("jax", _jax), ("torch", _torch), ("skrmt", _scikit_rmt)):
        if importlib.util.find_spec(module) is None:
            continue
        try:
            samplers = make()
        except ImportError as error:
            print(f"{module} is installed but cannot be imported: {error}")
            continue
        for case, peer in samplers.items():
            found.setdefault(case, {})[module] = peer
    return found


def _numba() -> dict[str, Peer]:
    """Fused loops compiled for one thread."""
    compiled: Any = importlib.import_module("numba").njit
    x, y = PAIR

    @compiled
    def output(rng, size, inputs, layers, width):  # type: ignore[no-untyped-def]
        outputs = np.empty(size)
        for i in range(size):
            h = np.ones(inputs)
            for _ in range(layers):
                scale, following = math.sqrt(2.0 / h.size), np.empty(width)
                for j in range(width):
                    z = 0.0
                    for k in range(h.size):
                        z += rng.standard_normal() * h[k]
                    following[j] = max(0.0, scale * z)
                h = following
            total = 0.0
            for k in range(width):
                total += rng.standard_normal() * h[k]
            outputs[i] = total * math.sqrt(2.0 / width)
        return outputs

    @compiled
    def gates(rng, size, x, y, width):  # type: ignore[no-untyped-def]
        counts = np.empty(size)
        for i in range(size):
            count = 0
            for _ in range(width):
                a, b = 0.0, 0.0
                for k in range(x.size):
                    w = rng.standard_normal()
                    a += w * x[k]
                    b += w * y[k]
                count += a > 0.0 and b > 0.0
            counts[i] = count
        return counts

    @compiled
    def occupancy(rng, size, sites, steps):  # type: ignore[no-untyped-def]
        visits = np.zeros((size, sites), np.int64)
        for i in range(size):
            site = 0
            for _ in range(steps):
                site += 1 if rng.random() < 0.5 else sites - 1
                site -= sites if site >= sites else 0
                visits[i, site] += 1
        return visits

    @compiled
    def sgd(rng, size, steps, rate, curvature, noise):  # type: ignore[no-untyped-def]
        endpoints = np.empty(size)
        for i in range(size):
            theta = 0.0
            for _ in range(steps):
                theta -= rate * (curvature * theta + noise * rng.standard_normal())
            endpoints[i] = theta
        return endpoints

    def network(layers: int, width: int) -> Peer:
        return lambda rng, n: output(rng, n, INPUT.size, layers, width)

    return {
        "network output, 1 × 64 units": network(1, 64),
        "network output, 5 × 64 units": network(5, 64),
        "network output, 5 × 256 units": network(5, 256),
        "gate kernel, 4096 units, 32 inputs": lambda rng, n: gates(rng, n, x, y, 4096),
        "occupancy of 1000 steps, 8 sites": lambda rng, n: occupancy(rng, n, 8, 1000),
        "SGD endpoint after 1000 steps": lambda rng, n: sgd(rng, n, 1000, *SGD.values()),
    }


def _jax() -> dict[str, Peer]:
    """Batched and compiled, in double precision."""
    jax: Any = importlib.import_module("jax")
    jax.config.update("jax_enable_x64", True)
    jnp: Any = importlib.import_module("jax.numpy")
    random = jax.random

    def trace(key, size, rows, columns):  # type: ignore[no-untyped-def]
        x = random.normal(key, (size, rows, columns))
        return jnp.trace(jnp.linalg.inv(x @ x.transpose(0, 2, 1)), axis1=1, axis2=2)

    def output(key, size, layers, width):  # type: ignore[no-untyped-def]
        h = jnp.ones((size, INPUT.size, 1))
        for _ in range(layers):
            key, part = random.split(key)
            h = jnp.maximum(random.normal(part, (size, width, h.shape[1])) @ h * math.sqrt(2.0 / h.shape[1]), 0.0)
        return (random.normal(key, (size, 1, width)) @ h)[:, 0, 0] * math.sqrt(2.0 / width)

    def gates(key, size, width):  # type: ignore[no-untyped-def]
        z = random.normal(key, (size, width, PAIR.shape[1])) @ PAIR.T
        return (z > 0).all(axis=2).sum(axis=1)

    def peer(function: Any, *settings: int) -> Peer:
        compiled = jax.jit(function, static_argnums=tuple(range(1, 2 + len(settings))))
        return lambda rng, n: compiled(random.key(int(rng.integers(2**31))), n, *settings).block_until_ready()

    return {
        "tr W⁻¹, 10 × 20": peer(trace, 10, 20),
        "tr W⁻¹, 50 × 100": peer(trace, 50, 100),
        "network output, 1 × 64 units": peer(output, 1, 64),
        "network output, 5 × 64 units": peer(output, 5, 64),
        "gate kernel, 4096 units, 32 inputs": peer(gates, 4096),
    }


def _torch() -> dict[str, Peer]:
    """Batched, eager, one thread, in double precision."""
    torch: Any = importlib.import_module("torch")
    torch.set_num_threads(1)

    def normal(*shape: int) -> Any:
        return torch.randn(shape, dtype=torch.float64)

    def trace(rows: int, columns: int) -> Peer:
        def draw(rng: np.random.Generator, n: int) -> object:
            x = normal(n, rows, columns)
            return torch.linalg.inv(x @ x.transpose(1, 2)).diagonal(dim1=1, dim2=2).sum(dim=1)

        return draw

    def output(layers: int, width: int) -> Peer:
        def draw(rng: np.random.Generator, n: int) -> object:
            h = torch.ones((n, INPUT.size, 1), dtype=torch.float64)
            for _ in range(layers):
                h = (normal(n, width, h.shape[1]) @ h * math.sqrt(2.0 / h.shape[1])).clamp_(min=0.0)
            return (normal(n, 1, width) @ h)[:, 0, 0] * math.sqrt(2.0 / width)

        return draw

    return {
        "tr W⁻¹, 10 × 20": trace(10, 20),
        "tr W⁻¹, 50 × 100": trace(50, 100),
        "network output, 1 × 64 units": output(1, 64),
        "network output, 5 × 64 units": output(5, 64),
    }


def _scikit_rmt() -> dict[str, Peer]:
    """Spectra of its Wishart ensemble, one matrix at a time: it has no batches."""
    ensemble: Any = importlib.import_module("skrmt.ensemble")

    def trace(rows: int, columns: int) -> Peer:
        def draw(rng: np.random.Generator, n: int) -> object:
            spectra = ensemble.WishartEnsemble(beta=1, p=rows, n=columns)
            traces = np.empty(n)
            for i in range(n):
                spectra.resample()
                traces[i] = np.sum(1.0 / spectra.eigvals())
            return traces

        return draw

    return {"tr W⁻¹, 10 × 20": trace(10, 20), "tr W⁻¹, 50 × 100": trace(50, 100)}
