"""Answers in numbers: confined warm processes that judge, submissions in, resumable runs, results for people and programs."""
