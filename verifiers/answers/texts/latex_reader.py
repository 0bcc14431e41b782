r"""Reads a formula in LaTeX with the question's symbols in hand: adjacent letters are a product, \log is natural.

Where TeX shows one thing and the author may have meant another (x^10, a/bc, \ln p(1-p)), it is not read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from verifiers.answers.symbols import Symbol
from verifiers.answers.texts import (
    characters,
    latex_forms,
    latex_functions,
    latex_lexing,
    latex_names,
    latex_numbers,
    vocabulary,
)
from verifiers.answers.texts.latex_symbols import ACCENTS, FONTS, SymbolParser
from verifiers.answers.texts.lexing import Token
from verifiers.answers.texts.names import Names, cut
from verifiers.answers.texts.writing_latex import latex_of
from verifiers.answers.trees import Apply, Collected, Constant, Tree, Variable, number

_DOLLARS = (("$$", "$$"), ("$", "$"), (r"\[", r"\]"), (r"\(", r"\)"))
_CLOSERS = frozenset((")", "]", "}", "\\}", "|)", "‖)", "⌋", "⌉", ",", "cell", "\\\\"))


def read(text: str, symbols: Sequence[Symbol]) -> Tree:
    """The tree of a formula in LaTeX. Raises CannotRead."""
    tokens = latex_lexing.tokens(_without_dollars(characters.plain(text)), text)
    return LatexParser(tokens, Names(symbols, text), text, lambda tree: latex_of(tree, symbols)).answer()


def _without_dollars(plain: str) -> str:
    """The formula without the signs of mathematics around it and the full stop after it, in the same places."""
    inside = plain.rstrip()
    if inside.endswith((".", ",")):
        inside = inside[:-1]
    start = len(inside) - len(inside.lstrip())
    for opening, closing in _DOLLARS:
        end = len(inside.rstrip())
        if inside[start:].startswith(opening) and inside[:end].endswith(closing) and end - start >= 2 * len(opening):
            inside = " " * (start + len(opening)) + inside[start + len(opening):end - len(closing)].rstrip()
            inside = inside[:-1] if inside.endswith((".", ",")) else inside
            break
    return inside.ljust(len(plain))


class LatexParser(SymbolParser):
    """The operands of LaTeX."""

    square_groups = True

    def __init__(self, tokens: list[Token], names: Names, text: str, shown: Callable[[Tree], str]) -> None:
        super().__init__(tokens, names, text, shown)
        self.differentials: set[int] = set()  # places of the differentials that end the integrals around
        self.imaginary: list[Token] = []

    def answer(self) -> Tree:
        r"""The whole formula, without a \boxed around it."""
        if self.token.kind == "command" and self.token.text == "boxed":
            if any(token.kind == "command" and token.text == "boxed" for token in self.tokens[1:]):
                raise self.error("\\boxed stands once around the whole answer", self.token.span)
            self.take()
            self.expect("{")
            tree = self.expression()
            self.expect("}")
            if self.token.kind != "end":
                raise self.error("\\boxed stands once around the whole answer", self.token.span)
        else:
            tree = self.whole()
        for token in self.imaginary:
            if token.text in self.names.ever_bound:
                raise self.names.unknown(token.text, token.span)
        return tree

    # --- what may follow directly -------------------------------------------------------------------------------------

    def begins_factor(self, token: Token) -> bool:
        """Letters, commands and opening brackets; not the differential that ends an integral."""
        if self.position in self.differentials:
            return False
        if token.kind == "command":
            return token.text not in ("choose", "over")
        return token.kind in ("letter", "word", "begin") or token.is_op("(", "[", "{", "\\{", "|(", "‖(", "⌊", "⌈")

    def begins_function(self, token: Token) -> bool:
        """Whether a token is a function's name that no symbol hides."""
        name = latex_functions.operation(self, token)
        return name is not None and self.symbol_length() == 0

    def exponent(self) -> Tree:
        """What is raised: a group, or the one token that TeX raises."""
        if self.token.is_op("-", "+", "("):
            raise self.error(f"TeX raises only the “{self.token.text}” after “^”; put braces around the exponent",
                             (self.tokens[self.position - 1].span[0], self.token.span[1]))
        return self.argument()

    def power(self, base: Tree, start: int) -> Tree:
        r"""A power, or the transpose A^\top or A^T where T is no symbol."""
        place = self.position
        braces = self.accept("{")
        sign = self.token
        matrix = isinstance(base, Collected) or (isinstance(base, Variable) and self.names.vector(base.name))
        if (sign.kind == "command" and sign.text == "top") or (matrix and sign.kind == "letter" and sign.text == "T"):
            if not self.symbol_length():
                self.take()
                if not braces or self.accept("}"):
                    return Apply("transpose", (base,), self.since(start))
        self.position = place
        return super().power(base, start)

    def subscripted(self, base: Tree) -> Tree:
        """The Euclidean norm may carry its index 2."""
        if isinstance(base, Apply) and base.operation == "norm" and self.token.is_op("_"):
            sign = self.take()
            if self.argument() != number(2):
                raise self.error("only the Euclidean norm is read, with the index 2 or without one", sign.span)
            return Apply("norm", base.arguments, (base.span[0], self.since(self.position - 1)[1]))
        return base

    # --- arguments ----------------------------------------------------------------------------------------------------

    def argument(self, split: bool = False) -> Tree:
        r"""The argument of a command: a group in braces, or a single token; \frac12 splits the digits of a number."""
        token = self.token
        if token.is_op("{"):
            return self.group()
        if token.kind == "number" and len(token.text) > 1:
            if not split or not token.text.isdigit():
                raise latex_numbers.two_digits(self, token)
            first, (start, end) = token.text[0], token.span
            self.tokens[self.position:self.position + 1] = [
                Token("number", first, (start, start + 1), token.spaced), Token("number", token.text[1:], (start + 1, end))]
        if token.kind == "number":
            return latex_numbers.number(self)
        if token.kind == "letter" or token.kind == "command":
            return self.single()
        raise self.unexpected("“{”")

    def single(self) -> Tree:
        r"""One token, or a command with its arguments, as an argument without braces: x^n, x^\frac12."""
        wanted = (latex_names.mark(self.token),)
        name = self.bound_name(wanted) or self.forms.get(wanted)
        if name is not None and not self.names.vector(name):
            return Variable(name, span=self.take().span)
        self.enter()
        tree = self.primary()
        self.depth -= 1
        return tree

    def group(self) -> Tree:
        r"""A formula in braces, also {n \choose k} and {a \over b}; in an integral it may end with the differential."""
        start = self.position
        self.expect("{")
        bar, self.open_bar = self.open_bar, ""
        tree: Tree = number(1) if self.position in self.differentials else self.expression()
        if self.token.kind == "command" and self.token.text in ("choose", "over"):
            operation = "binomial" if self.take().text == "choose" else "div"
            tree = Apply(operation, (tree, self.expression()), self.since(start))
        if self.position in self.differentials:
            self.differentials.remove(self.position)
            self.position += 2
        self.expect("}")
        self.open_bar = bar
        return tree

    # --- operands -----------------------------------------------------------------------------------------------------

    def primary(self) -> Tree:
        """A number, symbol, command or bracket."""
        start, token = self.position, self.token
        if token.kind == "number":
            return latex_numbers.mixed(self, latex_numbers.number(self))
        if token.kind == "op":
            return self.opened(start, token)
        if token.kind == "letter":
            latex_numbers.check_plain_word(self, start)
        if token.kind != "end" and self.symbol_length():
            return self.symbol()
        if token.kind == "begin":
            return latex_forms.environment(self)
        if token.kind == "command":
            return self.command(start, token)
        if token.kind == "word":
            return latex_functions.word(self, start, self.take())
        if token.kind == "letter":
            return self.letter(start, self.take())
        raise self.unexpected("a number, a symbol or “(”")

    def opened(self, start: int, token: Token) -> Tree:
        """What an opening bracket begins."""
        match token.text:
            case "(" | "[":
                return self.bracketed()
            case "{":
                return self.braced(start)
            case "\\{":
                return self.in_curly_brackets(start)
            case "|" | "‖":
                return self.bars()
            case "*" if start and self.tokens[start - 1].is_op("*"):
                raise self.error("a power is written ^{…} in LaTeX, not **", token.span)
            case "|(" | "‖(" | "⌊" | "⌈":
                self.take()
                closing = {"|(": "|)", "‖(": "‖)", "⌊": "⌋", "⌈": "⌉"}[token.text]
                inside, = self.items(closing)[:1] or (None,)
                if inside is None:
                    raise self.unexpected("a formula between the bars")
                operation = {"|(": "abs", "‖(": "norm", "⌊": "floor", "⌈": "ceiling"}[token.text]
                return Apply(operation, (inside,), self.since(start))
            case "not":
                self.take()
                self.enter()
                inside = self.primary()
                self.depth -= 1
                return Apply("not", (inside,), self.since(start))
        raise self.unexpected("a number, a symbol or “(”")

    def braced(self, start: int) -> Tree:
        """A group in braces, which TeX does not show: refused where parentheses would be needed."""
        tree = self.group()
        before = self.tokens[start - 1] if start else None
        free = (before is None or before.text in _CLOSERS or before.is_op("(", "[", "{", "=", "+")) and (
            self.token.kind == "end" or self.token.text in _CLOSERS or self.token.is_op("+", "-", "="))
        operation = tree.operation if isinstance(tree, Apply) else ""
        loose = operation in ("add", "neg")
        raised = self.token.is_op("^", "!") and operation in vocabulary.ARITHMETIC
        if (loose and not free) or raised:
            raise self.error("braces are not shown by TeX; write parentheses around this part", self.since(start))
        return tree

    def in_curly_brackets(self, start: int) -> Tree:
        r"""\{…\}: a finite set; around a single formula inside a larger one, a group."""
        self.take()
        items = self.items("\\}")
        before = self.tokens[start - 1] if start else None
        alone = (before is None or before.is_op("=", "!=", "∪", "(", ",", "\\{")) and (
            self.token.kind == "end" or self.token.is_op("=", "!=", "∪", ")", ",", "\\}"))
        return items[0] if len(items) == 1 and not alone else Collected("set", items, span=self.since(start))

    # --- commands and letters that are no symbols ---------------------------------------------------------------------

    def command(self, start: int, token: Token) -> Tree:
        """A command with its arguments."""
        if token.text in latex_forms.FORMS:
            self.take()
            return latex_forms.FORMS[token.text](self, start)
        if latex_functions.operation(self, token) is not None:
            return latex_functions.function(self, start, self.take())
        if token.text in vocabulary.LATEX_CONSTANTS:
            return Constant(vocabulary.LATEX_CONSTANTS[token.text], self.take().span)
        if token.text in ("emptyset", "varnothing"):
            return Collected("set", (), span=self.take().span)
        if token.text in FONTS:
            return self.font(start)
        if token.text in vocabulary.GREEK or token.text in vocabulary.LATEX_VARIANTS or token.text in ACCENTS:
            raise self.unknown(start)
        raise self.error(f"\\{cut(token.text)} is not among the commands that are read in an answer", token.span)

    def font(self, start: int) -> Tree:
        r"""\mathbf{w} is the symbol w if it is declared; \mathcal{N}(m, v) is the normal distribution of variance v."""
        if self.take().text == "mathcal":
            law = latex_functions.normal(self, start)
            if law is not None:
                return law
        braces = self.accept("{")
        if self.token.kind == "end" or not self.symbol_length():
            self.position = start
            raise self.unknown(start)
        tree = self.symbol()
        if braces:
            self.expect("}")
        return tree

    def letter(self, start: int, token: Token) -> Tree:
        """A letter that is no symbol: e, i, the harmonic number H_n, or unknown."""
        if token.text == "H" and self.accept("_"):
            return Apply("harmonic", (self.argument(),), self.since(start))
        if token.text in ("e", "i") and not self.token.is_op("_", "'"):
            latex_numbers.check_power_of_ten(self, start)
            if token.text == "i":
                self.imaginary.append(token)
            return Constant(token.text, token.span)
        self.position = start
        raise self.unknown(start)
