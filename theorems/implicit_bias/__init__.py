"""Implicit bias: which of the interpolating solutions an algorithm finds.

Least squares by gradient descent and its variants; diagonal linear networks, whose gradient flow minimises the
hyperbolic entropy, with both limits of the initialisation scale; linear networks, weight decay and AdamW; quadratic
models to first order; and exponential losses, whose gradient flow turns to the direction of the largest margin.
"""
