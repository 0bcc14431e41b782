"""Compression: Kraft's inequality and the entropy bounds on lossless codes.

No uniquely decodable code beats the entropy, neither on average nor with high probability; Shannon's, Huffman's and
arithmetic codes come within one or two bits of it, for whole blocks of symbols.  The typical set says why, and two-part
codes of sparse binary sequences show it with binomial coefficients in place of probabilities.
"""
