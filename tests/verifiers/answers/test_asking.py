"""`check` and `compare`: verdicts with witnesses that hold, displays that leak nothing, one warm process, bad input."""

import html
import multiprocessing
import os
import re
import signal
import threading
from fractions import Fraction

import pytest
import sympy

import verifiers
from tests.verifiers.course import install
from verifiers import Domain, LearningTheoremsError, Simplex, Vector, check, compare
from verifiers.answers import asking

TRACE = "wishart-inverse-trace"
CORRECT = r"N/(P-N-1)", r"\frac{N}{P-N-1}", "-N/(N+1-P)"


def inverse_trace(N, P):
    return Fraction(N, P - N - 1)


def test_a_wrong_answer_has_a_witness_and_the_name_of_its_slip():
    found = check(TRACE, "N/(P-N)")
    point = found.witness["point"]
    assert (found.verdict, found.slip, found.proved) == ("incorrect", "no shift", False)
    assert Fraction(found.witness["answer"]) == Fraction(point["N"], point["P"] - point["N"])
    assert Fraction(found.witness["correct"]) == inverse_trace(**point)
    assert str(found) == (f"incorrect: at N = {point['N']}, P = {point['P']} the answer gives {found.witness['answer']}, "
                          f"the correct value is {found.witness['correct']}; this is the known slip “no shift”")


@pytest.mark.parametrize("answer", [*CORRECT, sympy.Symbol("N") / (sympy.Symbol("P") - sympy.Symbol("N") - 1)])
def test_right_answers_in_any_form_are_proved(answer):
    found = check(TRACE, answer)
    assert (found.verdict, found.proved, found.witness, found.slip) == ("correct", True, None, None)
    assert str(found).startswith("correct: proved (")


def test_the_correct_formula_is_shown_on_request_only():
    asked = check(TRACE, "N/(P-N)", reveal=True)
    secret = asked.correct_answer.replace(" ", "")
    N, P = sympy.symbols("N P")
    assert sympy.simplify(sympy.parse_expr(secret, {"N": N, "P": P}) - N / (P - N - 1)) == 0
    assert secret in str(asked).replace(" ", "") and asked.as_dict()["correct_answer"]
    assert asked.correct_latex in html.unescape(asked._repr_html_()) and asked.correct_latex in asked._repr_latex_()
    for answer in ("N/(P-N)", "2*N", "0", "N/(P-N", "P/(P-N-1)", ""):
        hidden = check(TRACE, answer)
        for shown in (str(hidden), hidden._repr_html_(), hidden._repr_latex_(), str(hidden.as_dict())):
            assert secret not in shown.replace(" ", "") and asked.correct_latex not in shown
        assert "correct_answer" not in hidden.as_dict()


def test_a_notebook_shows_the_answer_as_it_was_read():
    found = check(TRACE, "N/(P-N)")
    assert found.answer_latex == r"\frac{N}{P - N}"
    assert r"$\displaystyle \frac{N}{P - N}$" in found._repr_html_() and ">incorrect<" in found._repr_html_()
    assert found._repr_latex_().startswith(r"$\displaystyle \frac{N}{P - N}$ --- incorrect: at N = ")
    unread = check(TRACE, "N<script>alert(1)</script>&P_1%")
    assert unread.verdict == "cannot read" and not unread.answer_latex
    assert not re.search(r"<script|&P", unread._repr_html_()) and "&lt;script&gt;" in unread._repr_html_()
    assert r"\&P\_1\%" in unread._repr_latex_()


def test_a_judgement_has_no_truth_value():
    with pytest.raises(TypeError, match="compare its verdict, or use assert_answer"):
        bool(check(TRACE, CORRECT[0]))


def test_the_second_answer_is_fast_and_judged_by_the_same_process():
    check(TRACE, CORRECT[0])
    before = asking._own().pool.workers[0].process.pid
    for _ in range(5):
        check(TRACE, "N/(P-N)")
    assert asking._own().pool.workers[0].process.pid == before


def test_a_judging_process_that_was_killed_is_replaced():
    check(TRACE, CORRECT[0])
    os.kill(asking._own().pool.workers[0].process.pid, signal.SIGKILL)
    assert check(TRACE, CORRECT[0]).verdict == "correct"


def _checked_in_a_fork(queue):
    queue.put(str(check(TRACE, "N/(P-N)")))


def test_a_forked_process_judges_by_itself_and_leaves_its_parent_alone():
    expected = str(check(TRACE, "N/(P-N)"))
    before = asking._own().pool.workers[0].process.pid
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    child = context.Process(target=_checked_in_a_fork, args=(queue,))
    child.start()
    assert queue.get(timeout=30) == expected
    child.join(30)
    assert child.exitcode == 0
    assert str(check(TRACE, "N/(P-N)")) == expected and asking._own().pool.workers[0].process.pid == before


def test_threads_take_turns():
    answers, found = ["N/(P-N)", "N/(P-N-1)"] * 3, {}

    def judge(k):
        found[k] = check(TRACE, answers[k]).verdict
    threads = [threading.Thread(target=judge, args=(k,)) for k in range(len(answers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [found[k] for k in range(6)] == ["incorrect", "correct"] * 3


def test_a_collection_that_is_found_later_is_found(tmp_path, monkeypatch):
    check(TRACE, CORRECT[0])
    install(tmp_path, monkeypatch, f"asking_{tmp_path.name}")
    assert check("mean-of-a-die", "(n+1)/2").verdict == "correct"
    found = check("mean-of-a-die", "n/2")
    assert (found.verdict, found.slip) == ("incorrect", "as printed in the notes")


def test_an_unknown_theorem_gets_the_nearest_names():
    with pytest.raises(LearningTheoremsError, match="'wishart-inverse-trac'; nearest: wishart-inverse-trace"):
        check("wishart-inverse-trac", "N")


@pytest.mark.parametrize(("options", "sentence"), [
    (dict(syntax="mathml"), "the syntax is 'mathml'"), (dict(tolerance="0.1", figures=3), "exclude each other"),
    (dict(tolerance=-1), "the tolerance is -1"), (dict(tolerance="a"), "the tolerance is 'a'"),
    (dict(figures=0), "significant figures"), (dict(figures=2.5), "significant figures"),
    (dict(definition="maybe"), "not 'maybe'")])
def test_options_that_make_no_sense_are_refused(options, sentence):
    with pytest.raises(LearningTheoremsError, match=re.escape(sentence)):
        check(TRACE, "N", **options)


def test_names_and_answers_of_another_type_are_refused():
    with pytest.raises(TypeError, match="the name of a theorem is text"):
        check(3, "N")
    with pytest.raises(TypeError, match="an answer is text or a SymPy expression, not list"):
        check(TRACE, ["N"])


UNREADABLE = {
    "": "the answer is empty", "  \t": "only white space", "E[tr W^-1]": "", r"\mathbb{E}\,\operatorname{tr} W^{-1}": "",
    "N/(\N{CYRILLIC CAPITAL LETTER ER}-N)": "CYRILLIC CAPITAL LETTER ER", r"\frac{N}{P}**2 + sqrt(N)": "",
    "N/(p-N)": "did you mean P?", "__import__('os').system('true')": "", "N.__class__": "", "N/(P-N": "the answer ends"}


@pytest.mark.parametrize("answer", UNREADABLE)
def test_unreadable_answers_get_a_sentence_and_the_place(answer):
    found = check(TRACE, answer)
    assert found.verdict == "cannot read" and found.feedback and UNREADABLE[answer] in found.feedback
    if answer.strip():
        text, marks = found.marked.splitlines()
        assert set(marks) == {" ", "^"} or set(marks) == {"^"}
        assert len(text) >= len(marks.rstrip()) - 1


def test_an_answer_that_restates_the_definition_is_for_the_teacher_to_judge():
    mean = "Integral(x**(nu/2 - 2)*exp(-x/2)/(2**(nu/2)*gamma(nu/2)), (x, 0, oo))"
    found = check("inverse-chi-square-mean", mean)
    assert (found.verdict, found.slip) == ("cannot decide", "not evaluated") and "left to be computed" in found.feedback
    integral = "Integral(17*x**17, (x, 0, 1))"
    verdicts = {"accept": "correct", "reject": "incorrect", "cannot decide": "cannot decide", None: "cannot decide"}
    for definition, verdict in verdicts.items():
        found = check("toy-halting-probability", integral, definition=definition)
        assert (found.verdict, found.proved) == (verdict, False)


def test_decimals_are_exact_unless_a_tolerance_or_figures_are_given():
    number = "toy-halting-probability"  # 17/18
    assert check(number, "17/18").verdict == "correct"
    assert check(number, "0.944").slip == "rounded"
    assert check(number, "0.944", figures=3).verdict == check(number, "0.944", tolerance=1e-3).verdict == "correct"
    assert check(number, "0.943", figures=3).verdict == "incorrect"


KINDS = [  # kind, reference, right, wrong, variables
    ("formula", "x**2 - 1", "(x-1)*(x+1)", "(x-1)**2", ["x: real, -3..3"]),
    ("number", "log(2)", "-log(1/2)", "log(3)", []),
    ("chain", "n*(n+1)/2", "Sum(k, (k, 1, n)) = (n**2+n)/2", "Sum(k, (k, 1, n)) = n**2/2 = n*n/2", ["n: integer, 1..50"]),
    ("inequality", "x**2 < 4", "-2 < x < 2", "x < 2", ["x: real, -5..5"]),
    ("equation", "y = 2*x + 1", "2*x - y + 1 = 0", "y = 2*x - 1", ["x: real, -5..5", "y: real, -9..9"]),
    ("interval", "Interval(0, 1)", "Interval(1 - 1, 3/3)", "Interval(0, 1, True, False)", []),
    ("set", "{1, 2}", "{2, 1, 4/2}", "{1, 3}", []),
    ("matrix", "Matrix([[1, a], [0, 1]])", r"\begin{pmatrix}1&a\\0&1\end{pmatrix}", "Matrix([[1, 0], [a, 1]])",
     ["a: real, 1..9"]),
    ("distribution", "Normal(0, s)", "Normal(1 - 1, sqrt(s**2))", "Normal(0, s**2)", ["s: real, 0.5..3"])]


@pytest.mark.parametrize(("kind", "reference", "right", "wrong", "variables"), KINDS)
def test_every_kind_of_answer(kind, reference, right, wrong, variables):
    assert compare(reference, right, variables=variables, kind=kind).verdict == "correct"
    found = compare(reference, wrong, variables=variables, kind=kind)
    assert found.verdict == "incorrect" and found.feedback
    if kind == "chain":
        assert found.first_bad_link == 1  # link 0 is that the chain begins with the reference


def test_variables_may_be_texts_or_descriptions():
    reference, answer = "P/(N-P-1)", "P*gamma(N-P-1)/gamma(N-P)"
    whole = {"N": {"type": "integer", "min": 6, "max": 40}, "P": "integer, 2..30"}
    for variables in (["N: integer, 6..40", "P: integer, 2..30"], whole):
        assert compare(reference, answer, variables=variables, constraints=["N > P + 1"]).verdict == "correct"
    with pytest.raises(TypeError, match="constraints are a list of texts"):
        compare(reference, answer, variables=whole, constraints="N > P + 1")


@pytest.mark.parametrize(("arguments", "options", "sentence"), [
    (("x+", "x"), dict(variables=["x: real, 0..1"]), "the reference cannot be read"),
    (("x", "x"), dict(variables=["x"]), "cannot read the variable 'x'"),
    (("x", "x"), dict(variables=["x: real, 0..1", "x: real, 0..2"]), "described twice"),
    (("x", "x"), dict(variables=["x: real, 2..1"]), "the range of x is empty"),
    (("x", "x"), dict(variables=["x: real, 0..1"], constraints=["x > 2"]), "no point satisfies"),
    (("x", "x"), dict(variables=["x: real, 0..1"], constraints=["x >"]), "the constraint 'x >'"),
    (("x", "x"), dict(variables=["x: real, 0..1"], kind="essay"), "the kind 'essay' is unknown"),
    (("x", "x"), {}, "the reference cannot be read")])
def test_questions_that_cannot_be_asked_are_refused(arguments, options, sentence):
    with pytest.raises(LearningTheoremsError, match=re.escape(sentence)):
        compare(*arguments, **options)


def test_a_domain_and_sympy_expressions_make_a_question():
    x = sympy.Symbol("x", positive=True)
    domain = Domain(x, x < 5)
    assert compare(sympy.log(x**2), "2*log(x)", domain).verdict == "correct"
    assert compare("sqrt(x^2)", sympy.sqrt(x) ** 2, domain).verdict == "correct"
    assert compare(sympy.sqrt(x), "x**(1/2)").verdict == "correct"
    wrong = compare(sympy.log(x), "log(x)/log(2)", domain)
    assert wrong.verdict == "incorrect" and wrong.slip == "base of the logarithm"
    assert 0 < Fraction(wrong.witness["point"]["x"]) < 5
    n, i = sympy.Symbol("n", integer=True, positive=True), sympy.Symbol("i", integer=True)
    p = Vector("p", n)
    entropy = -sympy.Sum(p[i] * sympy.log(p[i]), (i, 1, n))
    assert compare(entropy, "Sum(p[k]*log(1/p[k]), (k, 1, n))", Domain(Simplex(p))).verdict == "correct"
    for options in (dict(variables=["x: real, 0..1"]), dict(constraints=["x > 1"])):
        with pytest.raises(LearningTheoremsError, match="excludes variables and constraints"):
            compare("x", "x", domain, **options)
    with pytest.raises(TypeError, match=r"the domain is a verifiers\.Domain, not str"):
        compare("x", "x", "x > 0")
    with pytest.raises(LearningTheoremsError, match="the domain does not declare y"):
        compare(x + sympy.Symbol("y"), "x", domain)


def test_the_names_are_exported():
    assert {"check", "compare", "assert_answer"} <= set(verifiers.__all__)
