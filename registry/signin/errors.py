"""How sign-in answers what it does not accept."""


class SigninError(Exception):
    """An answer that the person at the browser gets as a sentence; the sentences stand in `registry.web.messages`."""

    def __init__(self, code: str, *, wait_seconds: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.wait_seconds = wait_seconds
