"""From a text or a case to a judgement: kinds, options, and no exception whatever is given."""

import json
import os
import subprocess
import sys
import time
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.verifiers.answers import sample
from tests.verifiers.answers.questions import COUNT, X, judged, real, verdict
from verifiers.answers.grounds import Axis, Box
from verifiers.answers.judging import judge_case, judge_tree, kind_of
from verifiers.answers.questions import KINDS, Question, question_from_texts
from verifiers.answers.symbols import Symbol
from verifiers.answers.trees import Apply, Variable
from verifiers.errors import LearningTheoremsError

VERDICTS = {"correct", "incorrect", "cannot decide", "cannot read"}
EXAMPLES = {
    "formula": "x",
    "number": "x",
    "chain": "x",
    "inequality": "x > 1",
    "equation": "x = 1",
    "interval": "[0, 1)",
    "set": "{1, 2}",
    "matrix": "Matrix([[x, 1], [1, 2]])",
    "distribution": "Normal(x, 1)",
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_accepts_its_own_reference(kind):
    reference = EXAMPLES[kind] if kind != "interval" else "Interval(0, 1, False, True)"
    assert judged(reference, reference, X, kind=kind).verdict == "correct"


@pytest.mark.parametrize("kind", ["", *KINDS])
@pytest.mark.parametrize("answer", ["x", "1 < x < 2", "x = 1", "{1}", "[0, 1]", "Normal(0, 1)", "True", "oo"])
def test_any_kind_with_any_answer_is_judged(kind, answer):
    for reference in (
        "x",
        "1 < x < 2",
        "x = 1",
        "{1, 2}",
        "[0, 1)",
        "Union([0, 1], [2, 3])",
        "Matrix([[1, x]])",
        "Normal(x, 1)",
        "oo",
    ):
        assert judge_case({"kind": kind, "reference": reference, "answer": answer, "variables": X})["verdict"] in VERDICTS


@pytest.mark.parametrize(
    "case",
    [
        {},
        {"reference": 3},
        {"reference": "x", "answer": None},
        {"reference": "x", "variables": [1]},
        {"reference": "x", "variables": {"x": 3}},
        {"reference": "x", "variables": {"x": {"type": "complex"}}},
        {"reference": "x", "variables": {"x": {"size": 3}}},
        {"reference": "x", "variables": {"x": {"min": 3, "max": 1}}},
        {"reference": "1", "syntax": "perl"},
        {"reference": "1", "kind": "essay"},
        {"reference": "1", "kind": ["set"]},
        {"reference": "1", "tolerance": "many"},
        {"reference": "1", "tolerance": -1},
        {"reference": "1", "figures": 0},
        {"reference": "1", "figures": True},
        {"reference": "1", "definition": "perhaps"},
        {"reference": "x", "variables": X, "constraints": "x > 1"},
        {"reference": "x", "variables": X, "constraints": [3]},
        {"reference": "x", "variables": X, "constraints": ["x >"]},
        {"theorem": "no such theorem"},
        {"theorem": 7},
        {"reference": "x", "variables": {"x": {"min": "oo", "max": []}}},
        {"reference": "x", "variables": {"1x": {}}},
        {"reference": "n", "variables": {"n": {"type": "integer", "min": "1/3", "max": "2/3"}}},
        {"reference": "x", "variables": {"x": {"min": 1, "max": 1, "open": True}}},
        {"reference": "x", "variables": X, "constraints": ["x > 9"]},
    ],
)
def test_a_wrong_question_is_said_in_one_sentence(case):
    found = judge_case({"answer": "1", **case})
    assert found["verdict"] in ("cannot decide", "cannot read")
    assert found["feedback"] and "\n" not in found["feedback"]
    json.dumps(found)


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
junk = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=6
)


@settings(max_examples=40, deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(
            (
                "answer",
                "reference",
                "variables",
                "constraints",
                "syntax",
                "kind",
                "tolerance",
                "figures",
                "definition",
                "reveal",
            ),
            junk,
        ),
    )
)
def test_no_case_raises(case):
    assert judge_case(case)["verdict"] in VERDICTS


AXES = tuple(Axis(a, a == "n", Fraction(1 if a == "n" else -3), Fraction(4)) for a in ("x", "y", "lam", "n", "theta_1"))
SYMBOLS = tuple(Symbol(a.name, integer=a.integer) for a in AXES)
anything = st.one_of(sample.values, sample.conditions, sample.structures())


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(anything, anything)
def test_no_tree_raises(reference, answer):
    found = judge_tree(Question("", reference, SYMBOLS, Box(AXES)), answer)
    assert found.verdict in VERDICTS
    assert judge_tree(Question("", reference, SYMBOLS, Box(AXES)), reference).verdict != "incorrect"


HEAVY = [
    "Derivative(exp(x)**exp(x)**x, x, 20)",
    "Sum(Sum(Sum(sin(x*i*j*k), (i, 1, 40)), (j, 1, 40)), (k, 1, 40))",
    "Sum(zeta(k + x), (k, 2, 2000))",
    "Product(1 + 1/k, (k, 1, oo))",
    "zeta(1/2 + I*x**9)",
    "det(Matrix([[x, 1, 2], [1, x, 3], [2, 5, x]])**6)",
    "lowergamma(9*x + 4000, 5000*x)",
    "+".join(f"abs(x - {k})" for k in range(60)),
]


@pytest.mark.parametrize("answer", HEAVY, ids=lambda a: a[:20])
def test_the_allowance_stops_everything(answer):
    start = time.process_time()
    assert verdict("x", answer, {"x": real(0, 3)}) in VERDICTS
    assert time.process_time() - start < 20  # the allowance stops it


def test_a_nested_formula_is_no_recursion_error():
    tree = Variable("x")
    for _ in range(600):
        tree = Apply("sin", (tree,))
    assert judge_tree(question_from_texts("x", X), tree).verdict == "cannot decide"


def test_a_kind_that_does_not_fit():
    with pytest.raises(LearningTheoremsError, match="a formula"):
        kind_of(question_from_texts("x", X, kind="set"))
    assert kind_of(question_from_texts("[0, 1)", {}, kind="inequality")) == "inequality"
    assert kind_of(question_from_texts("x", X, kind="chain")) == "chain"


def test_the_same_bytes_for_every_hash_seed():
    cases = [
        ("n", "n + 1", COUNT),
        ("x > 1", "x >= 1", X),
        ("abs(x)", "x", X),
        ("{x, -x}", "{x}", X),
        ("x = 1", "x**2 = x", X),
        ("x", "x <= x + 1", X),
    ]
    code = (
        "import json, sys; from verifiers.answers.judging import judge_case\n"
        "print(json.dumps([judge_case({'reference': r, 'answer': a, 'variables': v}) for r, a, v in json.load(sys.stdin)]))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=json.dumps(cases),
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_reveal_alone_shows_the_formula():
    case = {"reference": "x/(x + 17)", "answer": "x", "variables": {"x": real(1, 2)}}
    assert "17" not in judge_case(case)["feedback"].replace("1/18", "") and not judge_case(case)["extra"]
    assert judge_case(case | {"reveal": True})["extra"] == {"correct_answer": "x/(x + 17)"}
