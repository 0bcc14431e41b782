"""The sets of lecture notes whose claims the collection proves or refutes."""

from verifiers import Notes

PROBABILISTIC_MODELS = Notes("probabilistic-models", "Probabilistic Models in Modern AI")
DEEP_LEARNING_THEORY = Notes("deep-learning-theory-lectures", "Deep Learning Theory Lectures")
EFFECTIVE_THEORY = Notes("effective-theory-slides", "Effective Theory of Deep Learning (slides)")
HANDBOOK = Notes("handbook", "Handbook of Learning Theory")
TANGENT_KERNEL = Notes("tangent-kernel-and-mean-field", "Tangent Kernel and Mean Field")
