"""The three ways in which the ledger says no. Sentences for people live in the message catalogues, not here."""


class LedgerError(Exception):
    """An answer with a stable code and the facts that a reader needs to act on it."""

    def __init__(self, code: str, /, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts: dict[str, object] = facts

    def __str__(self) -> str:
        """Return the code and its facts, for logs and tests."""
        facts = " ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code} {facts}".rstrip()


class Refusal(LedgerError):  # noqa: N818  the field's word
    """An honest request that a rule refuses."""


class Malformed(LedgerError):  # noqa: N818  the field's word
    """Not the thing that it claims to be."""


class Tampering(LedgerError):  # noqa: N818  the field's word
    """A proof that does not hold."""
