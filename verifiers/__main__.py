"""Verify the theorems of the modules named on the command line: python -m verifiers theorems.chapter.file [--trust]."""

import importlib
import sys

from verifiers.collection import theorems_of
from verifiers.tasks import Settings
from verifiers.verify import verify

for name in (a for a in sys.argv[1:] if not a.startswith("--")):
    for theorem in theorems_of(importlib.import_module(name)):
        found = verify(theorem, Settings(level=1e-8))
        print(f"== {found.name}: {'CONFIRMED' if found.confirmed else 'FAILED'} {found.status} {found.seconds:.2f}s "
              f"cites={found.cites}")
        print(*(f"    error: {error}" for error in found.errors), sep="\n")
        for e in found.evidence:
            print("   ", e.kind, e.check, e.outcome, dict(e.point), e.low, e.high, "value", e.value, "n", e.samples,
                  "resolution", e.resolution, e.note)
        for miss in found.near_misses:
            if not miss.mechanical:
                print("    near miss", miss.label, "|", miss.formula, "|", miss.refuted_by or "SURVIVES")
        mechanical = [m for m in found.near_misses if m.mechanical]
        print("    mechanical", len(mechanical), "survivors", [m.label for m in mechanical if not m.refuted_by])
        for step in found.trust if "--trust" in sys.argv or found.status in ("failed", "supported") else ():
            print("    step", step["rests_on"], "| sympy", step["symbolic"], "|", step["second_route"], "|",
                  step["text"][:100], step["witness"])
