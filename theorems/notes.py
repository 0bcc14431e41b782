"""The sets of lecture notes whose claims the collection proves or refutes; `claims/` lists the claims of each.

The sections are those of the notes, so that the generated pages can follow their order.
"""

from verifiers import Notes

PROBABILISTIC_MODELS = Notes("probabilistic-models", "Probabilistic Models in Modern AI", sections=(
    ("§1", "Foundations: what AI means"),
    ("§1.1", "Goals of Modern AI"),
    ("§1.2", "Branches of Modern AI"),
    ("§1.3", "Modern AI in a Nutshell"),
    ("§1.4", "What this course will be about"),
    ("§2", "Prediction"),
    ("§2.1", "Machine Learning and Prediction"),
    ("§2.2", "Scoring Rules"),
    ("§2.3", "Classification of Proper Scoring Rules"),
    ("§3", "Compression"),
    ("§3.1", "Overview"),
    ("§3.2", "Entropy"),
    ("§3.3", "Encoding"),
    ("§3.4", "Lossless Compression Upper Bound via Arithmetic Coding"),
    ("§3.5", "Lossless Compression Lower Bound"),
    ("§3.6", "Towards Algorithmic Information Theory"),
    ("§3.7", "Probabilistic Meaning of Compressibility"),
    ("§3.8", "Algorithmic Randomness"),
    ("§3.9", "Universal Prediction Prior"),
    ("§3.10", "Kolmogorov’s Sufficient Statistic"),
    ("§3.11", "Minimum Description Length Principle"),
    ("§3.12", "Where this will go (later in the course)"),
    ("§4", "Neural networks"),
    ("§4.1", "Setting"),
    ("§4.2", "Architecture"),
    ("§4.3", "Optimization"),
    ("§4.4", "A Brief History of Successes and Misconceptions"),
    ("§4.5", "Infinite-Width Limit"),
    ("§4.6", "Neural Tangent Kernel"),
    ("§4.7", "Proof Ideas"),
    ("§4.8", "About Positive-Definiteness and Kernel Methods"),
    ("§4.9", "Random Features"),
    ("§4.10", "Double Descent in Random Features"),
    ("§4.11", "An analytical treatment"),
    ("§4.12", "Neural Network Hessian and the Origin of the NTK"),
    ("§4.13", "Feature Learning and Neural Networks"),
    ("§4.14", "Neural Network Hyperparameter Scaling"),
    ("§4.15", "Sparsity"),
    ("§5", "Reinforcement learning: towards AGI"),
    ("§5.1", "Towards Reinforcement Learning"),
    ("§5.2", "Reinforcement Learning (RL)"),
    ("§5.3", "AiXi: Solonomoff-Bayesian-Environment"),
    ("§5.4", "RL in Practice"),
    ("§5.5", "Tabular methods"),
    ("§5.6", "Approximate methods"),
    ("§5.7", "Policy-Gradient Theorem"),
    ("§5.8", "Xent Games"),
))
DEEP_LEARNING_THEORY = Notes("deep-learning-theory-lectures", "Deep Learning Theory Lectures")
EFFECTIVE_THEORY = Notes("effective-theory-slides", "Effective Theory of Deep Learning (slides)")
HANDBOOK = Notes("handbook", "Handbook of Learning Theory")
TANGENT_KERNEL = Notes("tangent-kernel-and-mean-field", "Tangent Kernel and Mean Field")
