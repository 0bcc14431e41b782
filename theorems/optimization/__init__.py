"""Optimization: the loss along gradient flow, its Hessian, and the critical points of linear networks.

Gradient flow spends the squared norm of the gradient, and may end at a saddle.  The Hessian of a composite cost splits in
two; for least squares into the Fisher information and a part carried by the residuals, which need not vanish at a
minimum.  The critical points of a two-layer linear network keep a subset of the singular modes of its target: all but
the global minima are saddles, whose index is computed.
"""
