"""Homework answers: untrusted text is read, judged against a record or a formula, and answered with a witness.

The text is read into a tree of our own (`trees`, made by `texts`), never by `eval`, `sympify` or `parse_expr`. Here the tree is
judged: what a question is (`questions`, `records`), where formulas are compared (`grounds`, `special_points`), with which
enclosures (`values`, `evaluation`, `comparing`), the kinds of answers (`formulas`, `chains`, `conditions`, `equations`, …) and
what is said about a wrong one (`feedback`). `proving` decides equality by a normal form; `batch` judges in confined processes;
`selftests` tries a question before students do; `asking` is the front for Python.
"""
