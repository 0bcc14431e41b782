"""Kernel methods: positive definite kernels of wide networks, and regression with a kernel.

Hermite expansions and dual activations; sums, products and layers of kernels; strict positive definiteness on spheres, with
the exception of the circle; Gaussian posteriors as ridge and ridgeless regression; and random features at finite number.
"""
