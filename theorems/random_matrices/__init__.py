"""Random matrices: moments and laws of the Wishart matrix W = X Xᵀ, with X an N × P matrix of standard Gaussians.

The mean of W⁻¹ comes from one diagonal entry, the inverse of a Schur complement, which has a χ² law. The inverse
moments computed here are the variance terms of least squares in the chapter on double descent.
"""
