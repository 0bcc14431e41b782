"""Mean-field limit of two-layer networks: an average over neurons, seen as a measure on their parameters.

With outputs scaled by the inverse width the tangent kernel vanishes like 1/n, so the neurons have to move. The squared
error is a quadratic functional of their empirical measure; gradient flow of the particles solves its Wasserstein flow
exactly at every width, and reaches a global optimum from some initial measures and a saddle from others.
"""
