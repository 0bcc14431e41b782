"""Order statistics of independent uniform variables."""
