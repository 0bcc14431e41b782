"""Reinforcement learning on finite Markov decision processes.

Discounted returns and the Bellman operators; SARSA and Q-learning through the fixed points of their mean updates; the
policy-gradient theorem with its score function, its baselines and its discount factors; Bayesian control, and when a
Bayes-optimal agent stops exploring.
"""
