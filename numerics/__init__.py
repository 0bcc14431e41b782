"""Vectorised sampling and numerical kernels; this package knows nothing of theorems.

Every sampler has the signature ``(rng, size, *, …)`` and returns an array whose first axis is the sample. Where the law
of a statistic is known there are two of them: ``name`` draws from the *definition* (the matrices, the symbols, the
episodes) and ``name_exact_law`` draws from the law itself; they agree in distribution, not sample by sample.
Samples depend on the generator and on the arguments alone, and memory is bounded by blocks of a fixed byte budget.
"""
