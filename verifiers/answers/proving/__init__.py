"""The prover of equality behind `verifiers.answers.normal_form`: normal forms of formulas that hold at every point."""
