"""Algorithmic information: shortest programs, halting probability, universal prior, structure function, MDL.

What can be computed is proved on two small machines: T, a prefix-free machine with doubling and a jump, whose halting
probability is 17/18, and V, which describes sets of words.  Counting arguments, two-part codes, the mixture of
Krichevsky and Trofimov and Bayesian mixtures hold for every machine.
"""
