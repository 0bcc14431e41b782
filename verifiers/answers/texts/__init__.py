"""Answers as text: readers of plain text and of LaTeX that make a tree and execute nothing, and writers of trees."""
