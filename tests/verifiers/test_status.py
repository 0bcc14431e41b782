"""The status is transitive over citations."""

from verifiers.results import TheoremResult
from verifiers.status import resolved, summary_counts


def result(name, status, *cites):
    return TheoremResult(name, "chapter", "file.py", status, cites=cites)


def nowhere(name):
    return None


def test_a_proof_is_no_better_than_what_it_cites():
    found = {r.name: r for r in resolved(
        [result("a", "proved", "b"), result("b", "proved from cited results", "c"), result("c", "supported"),
         result("d", "proved")], nowhere)}
    assert [found[n].status for n in "abcd"] == ["supported", "supported", "supported", "proved"]
    assert summary_counts(list(found.values())) == {"proved": 1, "proved from cited results": 0, "supported": 3,
                                                    "failed": 0}


def test_failing_missing_and_circular_citations_are_errors():
    a, _, c, d = resolved([result("a", "proved", "b"), result("b", "failed"), result("c", "proved", "gone"),
                           result("d", "proved", "d")], nowhere)
    assert a.status == "failed" and "rests on 'b', which fails" in a.errors[0]
    assert "cites 'gone', which no collection has" in c.errors[0]
    assert "circle: d -> d" in d.errors[0]
    assert not any(r.confirmed for r in (a, c, d))


def test_theorems_outside_the_run_count():
    found, = resolved([result("a", "proved", "b")], lambda name: ("supported", ()) if name == "b" else None)
    assert found.status == "supported"


def test_results_survive_json():
    before = result("a", "proved", "b")
    assert TheoremResult.from_json(before.to_json()) == before
