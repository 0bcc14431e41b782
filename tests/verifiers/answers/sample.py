"""Answers that the tests of the readers share: a sample of what students write, hostile text, and random trees."""

from fractions import Fraction

from hypothesis import strategies as st

from verifiers.answers.problems import CannotRead
from verifiers.answers.symbols import Symbol
from verifiers.answers.texts import vocabulary
from verifiers.answers.texts.reading import read_answer
from verifiers.answers.texts.writing import written
from verifiers.answers.trees import (
    Apply,
    Bound,
    Cases,
    Chain,
    Collected,
    Constant,
    Derivative,
    Number,
    Relation,
    Variable,
)


def symbols(names: str) -> list[Symbol]:
    r"""Symbols of a line such as "x s1~\sigma_1 p* n!": * marks a vector, ! an integer, ~ its LaTeX."""
    found = []
    for word in names.split():
        name, _, latex = word.partition("~")
        found.append(Symbol(name.rstrip("*!"), latex, "*" in name, "!" in name))
    return found


def shown(text: str, names: str = "x y z a b c k n! p N P", syntax: str = "auto") -> str:
    """How an answer is read, in plain text."""
    return written(read_answer(text, symbols(names), syntax))


def refused(text: str, names: str = "x y z a b c k n! p N P", syntax: str = "auto") -> CannotRead:
    """The error of an answer that is not read."""
    try:
        tree = read_answer(text, symbols(names), syntax)
    except CannotRead as error:
        assert 0 <= error.span[0] <= error.span[1] <= len(text)
        return error
    raise AssertionError(f"read as {written(tree)}")


# --- random trees -----------------------------------------------------------------------------------------------------

PLAIN = symbols("x y lam n! theta_1 p* i!")
_FUNCTIONS = sorted(set(vocabulary.OPERATIONS) - vocabulary.ARITHMETIC - vocabulary.CONDITIONS - {"root"})
_leaves = st.one_of(
    st.integers(0, 30).map(lambda k: Number(Fraction(k))),
    st.decimals(0, 100, places=3, allow_nan=False).map(lambda d: Number(Fraction(d))),
    st.sampled_from(("pi", "e", "i", "oo", "euler_gamma")).map(Constant),
    st.sampled_from(("x", "y", "lam", "n", "theta_1", "p")).map(Variable),
    st.sampled_from((Number(Fraction(2)), Variable("i"))).map(lambda index: Variable("p", index)),
)


def _grown(values: st.SearchStrategy) -> st.SearchStrategy:
    """Formulas one level above these."""
    def function(name: str) -> st.SearchStrategy:
        least, most = vocabulary.OPERATIONS[name]
        return st.tuples(*[values] * (most or least + 1)).map(lambda parts: Apply(name, parts))

    pairs = st.tuples(values, values)
    several = st.lists(values, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        several.map(lambda parts: Apply("add", parts)), several.map(lambda parts: Apply("mul", parts)),
        pairs.map(lambda parts: Apply("div", parts)), pairs.map(lambda parts: Apply("pow", parts)),
        values.map(lambda part: Apply("neg", (part,))), pairs.map(lambda parts: Apply("root", parts)),
        values.map(lambda part: Apply("root", (part, Number(Fraction(2))))),
        st.sampled_from(_FUNCTIONS).flatmap(function),
        st.builds(Bound, st.sampled_from(("sum", "product")), values, st.sampled_from(("k", "j")), values, values),
        st.builds(Bound, st.just("integral"), values, st.sampled_from(("t", "u")), values, values),
        st.builds(Derivative, values, st.sampled_from(("x", "lam")), st.integers(1, 3)),
        st.lists(st.tuples(values, _conditions(values)), min_size=1, max_size=2).map(
            lambda pieces: Cases((*pieces, (pieces[0][0], Constant("true"))))),
    )


def _conditions(values: st.SearchStrategy) -> st.SearchStrategy:
    """Conditions on these values."""
    signs = st.sampled_from(("=", "!=", "<", "<=", ">", ">="))
    simple = st.one_of(
        st.builds(Relation, signs, values, values),
        st.tuples(signs, signs, values, values, values).map(lambda c: Chain(c[:2], c[2:])))
    return simple | st.tuples(st.sampled_from(("and", "or")), simple, simple).map(lambda c: Apply(c[0], c[1:])) | (
        simple.map(lambda c: Apply("not", (c,))))


values = st.recursive(_leaves, _grown, max_leaves=8)
conditions = _conditions(values)


def structures() -> st.SearchStrategy:
    """Sets, lists, intervals, matrices, distributions."""
    two = st.tuples(values, values)
    ends = st.tuples(st.booleans(), st.booleans())
    intervals = st.builds(lambda items, opened: Collected("interval", items, open_ends=opened), two, ends)
    return st.one_of(
        st.lists(values, max_size=3).map(lambda items: Collected("set", tuple(items))),
        st.lists(values, min_size=3, max_size=4).map(lambda items: Collected("tuple", tuple(items))),
        two.map(lambda items: Collected("tuple", items)), intervals,
        st.lists(intervals, min_size=2, max_size=3).map(lambda items: Collected("union", tuple(items))),
        st.tuples(two, two).map(lambda rows: Collected("matrix", rows[0] + rows[1], rows=2)),
        two.map(lambda items: Collected("distribution", items, name="Normal")))
