"""Refusals: an act that may not happen says why in a sentence for the reader."""

from django.utils.functional import Promise


class Refused(Exception):
    """An act was refused; `sentence` is shown to the person, `field` names the input it is about."""

    status = 422

    def __init__(self, sentence: str | Promise, *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    def __str__(self) -> str:
        return str(self.sentence)


class NotItsTime(Refused):
    """The thing's state does not allow this verb (HTTP 409)."""

    status = 409


class NotYours(Refused):
    """This actor has no right to this verb here (HTTP 403)."""

    status = 403


class TooMany(Refused):
    """A limit of tries was reached (HTTP 429); `seconds` until it opens again, for Retry-After."""

    status = 429

    def __init__(self, sentence: str | Promise, *, field: str = "", seconds: int = 0) -> None:
        super().__init__(sentence, field=field)
        self.seconds = seconds


class SentBefore(Refused):
    """The same form was sent before with other content (HTTP 422)."""
