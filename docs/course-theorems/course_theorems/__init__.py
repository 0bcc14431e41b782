"""The theorems of one course."""

from verifiers import Collection

collection = Collection("course_theorems", "Theorems of the course on order statistics")
