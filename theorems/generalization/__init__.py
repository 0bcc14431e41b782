"""Generalization: what function classes can represent, and what fitting the data costs away from them.

Polynomial interpolation fits any labels and amplifies their noise, exponentially in the number of equispaced samples.
Affine functions miss parity, which a few rectified units represent.  One-hidden-layer networks approximate, and do not
represent, continuous functions if their activation is not a polynomial.
"""
