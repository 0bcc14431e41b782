"""The grammar of formulas that plain text and LaTeX share: terms joined by +, −, relations and logic."""

from __future__ import annotations

from dataclasses import replace

from verifiers.answers.texts.lexing import Token
from verifiers.answers.texts.products import ProductParser, covering, is_condition
from verifiers.answers.trees import Apply, Chain, Relation, Tree

RELATIONS = frozenset(("=", "!=", "<", "<=", ">", ">="))


class Parser(ProductParser):
    """The parser of whole formulas."""

    def whole(self) -> Tree:
        """The formula that all tokens make."""
        tree = self.expression()
        if self.token.is_op(","):
            raise self.error("a comma separates the entries of a list in brackets; a decimal has a point, as in 0.5",
                             self.token.span)
        if self.token.kind != "end":
            raise self.unexpected("an operator or the end of the answer")
        return tree

    def expression(self) -> Tree:
        """Terms joined by +, −, relations, “and”, “or”."""
        self.enter()
        parts, operators = [self.signed()], list[str]()
        while operator := self.infix(parts[-1], operators):
            self.take()
            operators.append(operator)
            parts.append(self.signed())
        self.depth -= 1
        return _logic(parts, operators)

    def infix(self, last: Tree, before: list[str]) -> str:
        """The operator between terms that comes next; "" if there is none."""
        token = self.token
        if token.kind != "op":
            return ""
        if token.text == "!=" and not token.spaced and self.text[token.span[0]] == "!":
            self.check_factorial(token)
        if token.text in RELATIONS or token.text in ("+", "-", "&", "or"):
            return token.text
        if token.text == "|" and not self.open_bar and (is_condition(last) or RELATIONS.intersection(before)):
            return "or"
        return ""

    def check_factorial(self, token: Token) -> None:
        """Raises CannotRead where n!=2 may be n! = 2."""
        before = self.tokens[self.position - 1]
        name = self.names.find(before.text) if before.kind == "name" else None
        integer = name is not None and (name not in self.names.exact or self.names.exact[name].integer)
        if integer or before.kind == "number" or before.is_op(")", "]"):
            raise self.error(f"“{self.written((before.span[0], token.span[1]))}” can be a factorial and = or the sign ≠; put "
                             "a space before the sign that is meant", token.span)

    def signed(self) -> Tree:
        """A term with the signs before it, which belong to the whole term."""
        start = self.position
        signs = self.signs()
        tree = self.term()
        if signs and isinstance(tree, Apply) and tree.operation == "mod" and not self.tokens[self.position - 1].is_op(")"):
            inside = replace(tree, arguments=(Apply("neg", (tree.arguments[0],)), tree.arguments[1]))
            raise self.ambiguous(start, Apply("neg", (tree,)), inside)
        return self.negated(tree, signs)



def _logic(parts: list[Tree], operators: list[str]) -> Tree:
    """The parts joined by their operators: “or” binds least, then “and”, relations, + and −."""
    for operator, operation in (("or", "or"), ("&", "and")):
        if operator in operators:
            joined = tuple(_logic(some, between) for some, between in _split(parts, operators, {operator}))
            return Apply(operation, joined, covering(list(joined)))
    return _related(parts, operators)


def _related(parts: list[Tree], operators: list[str]) -> Tree:
    """The parts joined by relations, + and −."""
    comparisons = tuple(operator for operator in operators if operator in RELATIONS)
    sides = tuple(_added(some, between) for some, between in _split(parts, operators, set(RELATIONS)))
    if not comparisons:
        return sides[0]
    span = covering(list(sides))
    return Relation(comparisons[0], *sides, span=span) if len(sides) == 2 else Chain(comparisons, sides, span)


def _added(parts: list[Tree], operators: list[str]) -> Tree:
    """The sum of the parts."""
    if not operators:
        return parts[0]
    signed = [Apply("neg", (part,), part.span) if operator == "-" else part
              for part, operator in zip(parts, ["+", *operators], strict=True)]
    return Apply("add", tuple(signed), covering(parts))


def _split(parts: list[Tree], operators: list[str], at: set[str]) -> list[tuple[list[Tree], list[str]]]:
    """The parts and operators between the operators of one kind."""
    groups: list[tuple[list[Tree], list[str]]] = [([parts[0]], [])]
    for operator, part in zip(operators, parts[1:], strict=True):
        if operator in at:
            groups.append(([part], []))
        else:
            groups[-1][0].append(part)
            groups[-1][1].append(operator)
    return groups
