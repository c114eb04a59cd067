"""Pages for what went wrong: a sentence and what to do next."""

from django.http import HttpRequest, HttpResponse


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or foreign."""
    return HttpResponse("403", status=403)
