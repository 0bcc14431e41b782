"""The theorems: one folder a chapter, one file a result with its companions; `claims/` lists what the notes claim."""

from pathlib import Path

from verifiers.collection import Collection

collection = Collection("theorems", "Theorems of machine-learning lecture notes", str(Path(__file__).with_name("claims")))
