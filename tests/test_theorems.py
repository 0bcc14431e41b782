"""The collection as a whole: every claim of the first notes is covered, and the list of claims agrees with the records."""

from collections import Counter
from functools import cache

from theorems.notes import PROBABILISTIC_MODELS
from verifiers import load_collections
from verifiers.coverage import HOLDS, coverage, sections
from verifiers.rows import same_form

CHAPTERS = {"prediction", "compression", "algorithmic_information", "initialization", "neural_tangent_kernel", "kernel_methods",
            "random_matrices", "double_descent", "implicit_bias", "optimization", "mean_field", "scaling", "generalization",
            "reinforcement_learning"}
FIRST_NOTES = PROBABILISTIC_MODELS.identifier
WHOLE_CHAPTERS = ("prediction", "implicit_bias")  # those whose rows of the other notes are named, too


@cache
def loaded():
    return load_collections()


def covering(row):
    return [t for t in loaded().theorems if row.id in t.covers]


def first_rows():
    return list(loaded().rows_of(FIRST_NOTES).values())


def test_all_files_are_read_and_every_record_has_a_source():
    assert not loaded().errors
    assert {t.chapter for t in loaded().theorems} == CHAPTERS
    assert all(t.sources for t in loaded().theorems)


def test_every_claim_of_the_first_notes_is_covered():
    found = coverage(first_rows(), loaded().theorems)
    assert not {r.row.id: r.reason for r in found.uncovered}
    assert len(found.rows) == 120


def test_the_list_of_claims_is_whole():
    assert Counter(row.notes for row in loaded().rows.values()) == {
        FIRST_NOTES: 120, "deep-learning-theory-lectures": 230, "effective-theory-slides": 28, "handbook": 106,
        "tangent-kernel-and-mean-field": 48}
    assert all(row.id and row.chapter and row.verdict for row in loaded().rows.values())


def test_every_claim_of_the_first_notes_has_a_section_and_a_form():
    known = dict(PROBABILISTIC_MODELS.sections)
    assert not [row.id for row in first_rows() if row.section not in known or bool(row.printed) == bool(row.implied)]
    order = [list(known).index(row.section) for row in first_rows()]
    assert order == sorted(order)


def test_sections_printed_forms_and_verdicts_of_the_list_are_those_of_the_records():
    for row in first_rows():
        sources = [s for t in covering(row) for s in t.sources
                   if s.notes.identifier == FIRST_NOTES and row.section in sections(s)]
        assert sources, row.id
        if row.implied:
            assert row.verdict in HOLDS and any(s.verdict == "companion" for s in sources), row.id
        else:
            forms = [s.printed for s in sources] + [e.printed for t in covering(row) for e in t.errata]
            assert any(same_form(form, row.printed) for form in forms), row.id
            assert any(s.verdict == row.verdict for s in sources), row.id


def test_records_name_all_claims_of_the_finished_chapters():
    wanted = [row for row in loaded().rows.values() if row.chapter in WHOLE_CHAPTERS]
    assert len(wanted) > 40 and not [row.id for row in wanted if not covering(row)]


def test_the_first_notes_have_claims_in_every_chapter():
    assert {row.chapter for row in first_rows()} == CHAPTERS


def test_variants_that_are_argued_to_be_true_are_few():
    assert sum(len(t.true_variants) for t in loaded().theorems) <= 1
