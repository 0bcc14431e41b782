"""The part of the grammar that is below sums: products, powers, and functions without parentheses, with their ambiguities.

Plain text and LaTeX share it.  Recursion happens only where the text nests, and is bounded by the limit on nesting.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from verifiers.answers.problems import CannotRead
from verifiers.answers.texts import vocabulary
from verifiers.answers.texts.lexing import Token
from verifiers.answers.texts.names import Names
from verifiers.answers.texts.stream import Stream
from verifiers.answers.trees import Apply, Chain, Collected, Number, Relation, Span, Tree, number


def product(factors: list[Tree]) -> Tree:
    """The product of the factors, or the only one."""
    return factors[0] if len(factors) == 1 else Apply("mul", tuple(factors), covering(factors))


def covering(parts: list[Tree]) -> Span:
    """The part of the text from the first to the last of these."""
    return parts[0].span[0], parts[-1].span[1]


def is_condition(tree: Tree) -> bool:
    """Whether a tree is true or false rather than a value."""
    return isinstance(tree, Relation | Chain) or (isinstance(tree, Apply) and tree.operation in vocabulary.CONDITIONS)


def as_interval(tree: Tree) -> Tree:
    """A pair in brackets as the interval that it is where no list can be meant."""
    if isinstance(tree, Collected) and tree.kind == "tuple" and len(tree.items) == 2:
        return replace(tree, kind="interval")
    return tree


class ProductParser(Stream):
    """The parser of terms over a list of tokens; a syntax adds what its operands are."""

    def __init__(self, tokens: list[Token], names: Names, text: str, shown: Callable[[Tree], str]) -> None:
        super().__init__(tokens, names, text, shown)
        self.open_bar = ""  # the bracket that a “|” would close here
        self.bare: tuple[int, Callable[[Tree], Tree], Tree] | None = None  # a function that was applied without parentheses

    # --- what a syntax adds -------------------------------------------------------------------------------------------

    def primary(self) -> Tree:
        """An operand without its postfix operators."""
        raise NotImplementedError

    def exponent(self) -> Tree:
        """What is raised, after “^”."""
        raise NotImplementedError

    def power(self, base: Tree, start: int) -> Tree:
        """The base with what is raised after “^”."""
        return Apply("pow", (base, self.exponent()), self.since(start))

    def begins_factor(self, token: Token) -> bool:
        """Whether a factor may begin with this token without a multiplication sign before it."""
        raise NotImplementedError

    def begins_function(self, token: Token) -> bool:
        """Whether this token is the name of a function that may be written without parentheses."""
        raise NotImplementedError

    def subscripted(self, base: Tree) -> Tree:
        """A further postfix of an operand that only one syntax has; the operand itself if there is none."""
        return base

    def signs(self) -> list[Token]:
        """The signs before an operand."""
        found = []
        while self.token.is_op("+", "-"):
            found.append(self.take())
        return found

    def negated(self, tree: Tree, signs: list[Token]) -> Tree:
        """A tree with its signs."""
        for sign in reversed(signs):
            if sign.text == "-":
                tree = Apply("neg", (tree,), (sign.span[0], tree.span[1]))
        return tree

    # --- products -----------------------------------------------------------------------------------------------------

    def term(self) -> Tree:
        """Factors that are multiplied or divided, with or without a sign between them."""
        start = self.position
        factors = [self.factor()]
        slash = False  # whether the last explicit operation is a division, so that a further factor is ambiguous
        while True:
            token = self.token
            if token.is_op("*"):
                self.take()
                right = self.after_bare(start, "mul", factors)
                factors.append(right)
                slash = False
            elif token.is_op("/", "mod") or self.modulo_word() or (token.is_op("%") and self.modulus()):
                self.take()
                operation = "div" if token.text == "/" else "mod"
                right = self.after_bare(start, operation, factors)
                factors = [Apply(operation, (product(factors), right), (factors[0].span[0], right.span[1]))]
                slash = True
            elif token.is_op("%"):
                factors[-1] = self.percentage(factors[-1])
            elif self.adjacent(factors[-1]):
                right = self.adjacent_factor(factors)
                if slash:
                    raise self.two_divisions(start, factors, right)
                factors.append(right)
            else:
                return product(factors)

    def adjacent(self, last: Tree) -> bool:
        """Whether a factor without a multiplication sign comes next."""
        token = self.token
        if token.is_op("|"):
            return not self.open_bar and not is_condition(last) and self.bar_multiplies()
        if token.is_op("‖"):
            return self.open_bar != "‖"
        return token.kind == "number" or self.begins_factor(token)

    def bar_multiplies(self) -> bool:
        """Whether a “|” after an operand begins an absolute value: there is another one to close it."""
        return any(token.is_op("|") for token in self.tokens[self.position + 1:])

    def adjacent_factor(self, factors: list[Tree]) -> Tree:
        """The next factor, which has no multiplication sign before it."""
        token, before = self.token, self.tokens[self.position - 1]
        if token.kind == "number":
            reason = "two numbers stand next to each other" if isinstance(factors[-1], Number) else "a number follows a factor"
            raise self.error(f"{reason} without an operator at character {token.span[0] + 1}; write * between them, "
                             "or ^ for a power", (before.span[0], token.span[1]))
        right = self.factor()
        if isinstance(right, Collected) and right.kind == "tuple" and token.is_op("("):
            raise self.error("a list in parentheses follows a factor; a symbol of the question is no function", right.span)
        return right

    def two_divisions(self, start: int, factors: list[Tree], right: Tree) -> CannotRead:
        """The error for a/bc, which is (a/b)c or a/(bc)."""
        division = factors[-1]
        assert isinstance(division, Apply)
        left, below = division.arguments
        return self.ambiguous(start, product([division, right]), Apply(division.operation, (left, product([below, right]))))

    def modulus(self) -> bool:
        """Whether the “%” here is followed by an operand. Raises CannotRead where it may be either."""
        following = self.after()
        if following.is_op("-", "+"):
            raise self.error("“%” before a sign can be a percentage or a remainder; put parentheses around what is meant",
                             self.token.span)
        return following.kind in ("number", "name") or following.is_op("(", "|", "√")

    def modulo_word(self) -> bool:
        """Whether the word “mod” stands here between its operands, as in n mod 2."""
        return self.token.kind == "name" and self.token.text == "mod" and not self.after().is_op("(") and (
            self.names.find("mod") is None)

    def percentage(self, tree: Tree) -> Tree:
        """A hundredth of a factor."""
        sign = self.take()
        span = (tree.span[0], sign.span[1])
        if isinstance(tree, Number):
            return Number(tree.value / 100, (tree.written or str(tree.value)) + "%", span)
        return Apply("div", (tree, number(100)), span)

    # --- factors ------------------------------------------------------------------------------------------------------

    def factor(self) -> Tree:
        """An operand with its own signs, powers, factorials and indices."""
        start = self.position
        signs = self.signs()
        tree = self.postfixed(self.primary(), start)
        return self.negated(tree, signs)

    def postfixed(self, tree: Tree, start: int) -> Tree:
        """An operand with the powers and factorials after it."""
        raised = False
        while True:
            token = self.token
            if token.is_op("!"):
                if self.after().is_op("!"):
                    raise self.error("“!!” is not read; write (n!)! for a repeated factorial",
                                     (token.span[0], self.after().span[1]))
                self.take()
                tree = Apply("factorial", (tree,), self.since(start))
            elif token.is_op("^"):
                if raised:
                    raise self.error("two exponents stand on one base; put parentheses around what is raised", token.span)
                self.take()
                tree = self.power(tree, start)
                raised = True
            elif token.is_op("∪") and isinstance(tree, Collected):
                self.take()
                right = self.primary()
                left = tree.items if tree.kind == "union" else (as_interval(tree),)
                tree = Collected("union", (*left, as_interval(right)), span=self.since(start))
            else:
                further = self.subscripted(tree)
                if further is tree:
                    return tree
                tree = further

    # --- functions without parentheses --------------------------------------------------------------------------------

    def bare_argument(self, start: int, rebuilt: Callable[[Tree], Tree]) -> Tree:
        """The value of a function applied to the factors that follow without a sign, up to another function's name."""
        fenced = self.token.is_op("|", "|(", "‖", "‖(", "⌊", "⌈")
        self.enter()
        factors = [self.factor()]
        self.depth -= 1
        while self.adjacent(factors[-1]) and not self.begins_function(self.token):
            group = fenced or self.token.is_op("(", "[", "\\{")
            right = self.adjacent_factor(factors)
            if group:
                raise self.ambiguous(start, product([rebuilt(product(factors)), right]), rebuilt(product([*factors, right])))
            factors.append(right)
        argument = product(factors)
        self.bare = (self.position, rebuilt, argument)
        return rebuilt(argument)

    def after_bare(self, start: int, operation: str, factors: list[Tree]) -> Tree:
        """The operand after an explicit sign; ambiguous when a function without parentheses ends just before the sign."""
        bare = self.bare if self.bare and self.bare[0] == self.position - 1 else None
        function = self.begins_function(self.token)
        right = self.factor()
        if bare and not function:
            _, rebuilt, argument = bare
            inside = product([*factors[:-1], rebuilt(Apply(operation, (argument, right)))])
            raise self.ambiguous(start, Apply(operation, (product(factors), right)), inside)
        return right
