"""Scaling: how initialisation and learning rates have to change with the width, and what then stays the same.

The abc-parametrisations and their symmetry; the share of each layer in the tangent kernel and the first move of the
features of deep linear networks; the exponents of the maximal update parametrisation.
"""
