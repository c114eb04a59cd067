"""The resident's way: say it, where, check, send; then the receipt, which is also where it stands."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxinqiao import rulebook
from lianxinqiao.base import clock, codes, drafts, receipts
from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.base.errors import Refused, SentBefore, TooMany
from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.enums import Channel, MarkWord, Outcome, PublicState
from lianxinqiao.concerns.models import Concern
from lianxinqiao.language import masked
from lianxinqiao.organisation.queries import chain, counties, root
from lianxinqiao.studios.enums import StudioState
from lianxinqiao.studios.queries import by_code
from lianxinqiao.web.parts import tries
from lianxinqiao.web.parts.addresses import absolute
from lianxinqiao.web.parts.demo import carry
from lianxinqiao.web.parts.doors import acting, filling, once_key, open_to_all, reading, refused
from lianxinqiao.web.public.concerns.forms import (
    NO_STUDIO,
    ONCE,
    CallForm,
    CodeForm,
    MarkForm,
    RateForm,
    SayForm,
    Saying,
    below,
    place_or_none,
)

NEW = ("start", "edit")
UNANSWERED = {PublicState.RECEIVED, PublicState.ACCEPTED, PublicState.ASSIGNED}
NUMBER = re.compile(r"\W*[\u4e00-\u9fff]{0,4}\W*\d{4}\W*\d{3,5}\W*")
"""A case number as people type it: 山阳2306-0417, with or without the county."""


def _see_other(address: str) -> HttpResponseRedirect:
    answer = HttpResponseRedirect(address)
    answer.status_code = 303
    return answer


# --- say it ---------------------------------------------------------------------------------


@open_to_all
@filling
def say(request: HttpRequest) -> HttpResponse:
    """One address for all steps, so that no word of a resident ever stands in an address."""
    if request.method != "POST":
        return _write(request, Saying(once=once_key()))
    saying = Saying.told(request.POST)
    if request.POST.get("step") in NEW:
        return _write(request, saying)
    try:
        tries.photos(request, request.POST.get("studio", ""))
    except TooMany as wrong:
        form = saying.form()
        refused(form, wrong)
        return _write(request, saying, form, status=wrong.status)
    return _step(request, saying)


def _step(request: HttpRequest, saying: Saying) -> HttpResponse:
    last = request.POST.get("step") == "send"
    form = (saying.sent if last else saying.form)(request.POST, request.FILES)
    if not form.is_valid():
        return _write(request, saying, saying.form(request.POST) if last else form, status=422)
    saying = saying.took(form.cleaned_data)
    if "pick" in request.POST or saying.needs_place:
        return _where(request, saying, request.POST.get("pick", ""))
    if not saying.studios:
        return _where(request, saying, "", wrong=str(NO_STUDIO))
    if last:
        return _send(request, saying, form)
    return _check(request, saying)


def _write(request: HttpRequest, saying: Saying, form: Form | None = None, *, status: int = 200) -> HttpResponse:
    context = {
        "saying": saying,
        "form": form or saying.form(),
        "studio": saying.studio,
        "kept_photos": [drafts.thumb(one) for one in saying.photos],
    }
    answer = render(request, "public/concerns/say.html", context, status=status)
    # a blank form may come back by the back button with what was typed; nothing personal is in it
    answer.headers["Cache-Control"] = "no-cache, private" if request.method == "GET" else "no-store"
    return answer


def _where(request: HttpRequest, saying: Saying, picked: str, *, wrong: str = "") -> HttpResponse:
    at = place_or_none(picked) or saying.start_place
    context = {
        "saying": saying,
        "at": at,
        "above": chain(at)[1:-1] if at else [],
        "rows": below(at),
        "wrong": wrong,
        "may_stop": at is not None and at.parent_id is not None,
    }
    return render(request, "public/concerns/where.html", context, status=422 if wrong else 200)


def _check(request: HttpRequest, saying: Saying, form: Form | None = None, *, status: int = 200) -> HttpResponse:
    context = {
        "saying": saying,
        "form": form,
        "hides": masked(saying.values["text"]) != saying.values["text"],
        "place_words": "".join(p.name for p in chain(saying.place)[1:]) if saying.place else "",
        "thumbs": [drafts.thumb(one) for one in saying.photos],
        "to": saying.to,
        "studios": saying.studios,
    }
    return render(request, "public/concerns/check.html", context, status=status)


def _send(request: HttpRequest, saying: Saying, form: SayForm) -> HttpResponse:
    try:
        _receive(request, saying)
    except SentBefore:
        return _see_other(_receipt_of(saying.once) + "?again=1")
    except Refused as wrong:
        refused(form, wrong)
        return _check(request, saying, form, status=wrong.status)
    drafts.drop(saying.once)
    return _see_other(_receipt_of(saying.once))


def _receive(request: HttpRequest, saying: Saying) -> Concern:
    studio = saying.to
    tries.sending(request, studio, saying.values["phone"])
    return actions.receive(
        studio=studio,
        place=saying.place or saying.start_place or root(),
        text=saying.values["text"],
        channel=Channel.QR if saying.studio else Channel.WEB,
        name=saying.values["name"],
        phone=saying.values["phone"],
        address=saying.values["address"],
        wants_call=bool(saying.values["wants_call"]),
        wants_message=bool(saying.values["wants_message"]),
        photos=tuple(saying.photos),
        by=Actor(ActorKind.RESIDENT, where=studio.where, label="反映人"),
        at=clock.now(),
        once=saying.once,
    )


def _receipt_of(once: str) -> str:
    return reverse("receipt", args=[receipts.token_of(once)])


@open_to_all
@reading
def scan(request: HttpRequest, code: str) -> HttpResponse:
    """What a studio's QR opens: the form, with the studio and its places set."""
    studio = by_code(code)
    if studio is None or studio.state != StudioState.PLATED:
        raise Http404
    if not studio.takes_concerns:
        return redirect("say")
    return _write(request, Saying(once=once_key(), studio=studio))


# --- please call me ---------------------------------------------------------------------------


@open_to_all
@filling
def call(request: HttpRequest) -> HttpResponse:
    """A number and nothing else; the numbers one can dial oneself stand beside it."""
    places = [(c.code, c.name) for c in counties()]
    form = CallForm(request.POST if request.method == "POST" else None, places=places)
    told = request.POST.get("once", "")
    once = told if ONCE.fullmatch(told) else once_key()
    if request.method == "POST" and form.is_valid():
        saying = Saying(once=once).took({**form.cleaned_data, "wants_call": True})
        try:
            _receive(request, saying)
        except SentBefore:
            return _see_other(_receipt_of(once) + "?again=1")
        except Refused as wrong:
            refused(form, wrong)
        else:
            return _see_other(_receipt_of(once))
    status = 422 if form.errors else 200
    return render(request, "public/concerns/call.html", {"form": form, "once": once}, status=status)


# --- the way back in --------------------------------------------------------------------------


@open_to_all
@filling
def find(request: HttpRequest) -> HttpResponse:
    """From a typed code to the receipt: limiter, then Argon2id, then a redirect to the token's address."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                tries.code(request)
                token = _token(form.cleaned_data["code"])
            except TooMany as wrong:
                refused(form, wrong)
                status = wrong.status
            else:
                if token:
                    return _see_other(reverse("receipt", args=[token]))
                form.add_error("code", _not_found(form.cleaned_data["code"]))
    return render(request, "public/concerns/find.html", {"form": form}, status=status)


def _not_found(code: str) -> str:
    """What to do about a code that leads nowhere; a case number in its place is the commonest slip."""
    if NUMBER.fullmatch(code):
        return _("这是编号，在网上查不到东西。查询码是回执上另外那 16 个字母和数字；找不到，就打工作室电话报编号。")
    return _("请对照回执，看 16 个字母和数字有没有抄错；也可以打工作室电话，报出编号来问。")


def _token(code: str) -> str | None:
    try:
        return queries.token_by_code(code)
    except receipts.NotACode:  # the same answer as for a code that nobody has
        return None


def _mine(token: str) -> Concern:
    concern = queries.by_token(token)
    if concern is None:
        raise Http404
    return concern


@dataclass(frozen=True, slots=True)
class Stone:
    """One stone of the bridge: `mark` is done, now or next."""

    words: str
    mark: str
    at: datetime | None
    hint: str


def stones(concern: Concern, told: queries.Status) -> list[Stone]:
    """The way of a concern in the public's words; what comes next says by when."""
    if told.state == PublicState.DECLINED:
        way = [(PublicState.RECEIVED, concern.received_at), (PublicState.DECLINED, concern.declined_at)]
    else:
        way = [
            (PublicState.RECEIVED, concern.received_at),
            (PublicState.ACCEPTED, concern.accepted_at),
            (PublicState.ASSIGNED, concern.assigned_at),
            (PublicState.ANSWERED, concern.answered_at),
            (PublicState.CLOSED, concern.closed_at),
        ]
    # a matter answered on the spot was never assigned: a stone nobody stepped on is not shown as passed
    gone = [state for state, _at in way].index(told.state)
    way = [(state, at) for order, (state, at) in enumerate(way) if at is not None or order >= gone]
    here = [state for state, _at in way].index(told.state)
    return [_stone(state, at, order, here, told) for order, (state, at) in enumerate(way)]


def _stone(state: PublicState, at: datetime | None, order: int, here: int, told: queries.Status) -> Stone:
    mark = "done" if order < here else "now" if order == here else "next"
    hint = ""
    if order == here + 1 and state != PublicState.CLOSED:
        hint = told.due_words
    elif mark == "next" and state == PublicState.CLOSED and told.outcome is None:
        hint = _("答复后等您一句话；%(days)s 天不说，记“未评价”，不算满意") % {
            "days": rulebook.current().days("concern.rating_open")
        }
    return Stone(str(state.label), mark, at if mark != "next" else None, hint)


@open_to_all
@reading
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Receipt and status in one durable address."""
    return _receipt_page(request, token, _mine(token))


def _receipt_page(
    request: HttpRequest, token: str, concern: Concern, form: Form | None = None, *, status: int = 200
) -> HttpResponse:
    address = absolute(request, reverse("receipt", args=[token]))
    told, reader = queries.status(concern, clock.now()), queries.resident_of(concern)
    context: dict[str, Any] = {
        "token": token,
        "fresh": told.state == PublicState.RECEIVED,
        "concern": concern,
        "status": told,
        "stones": stones(concern, told),
        "said": queries.said(reader, concern),
        "photos": queries.photos(reader, concern),
        "form": form,
        "code": receipts.code_of(token),
        "address": address,
        "today": clock.today(),
        "once": once_key(),
        "outcomes": Outcome,
        "marks": MarkWord,
        "again": "again" in request.GET,
        "tells": concern.original.wants_message and told.state in UNANSWERED,
        "calls": concern.original.wants_call and told.state in UNANSWERED,
    }
    answer = render(request, "public/concerns/receipt.html", context, status=status)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    carry(answer, token)
    return answer


@open_to_all
@acting
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """The resident's word on what came of it: solved, partly, not."""
    concern, form = _mine(token), RateForm(request.POST)
    if form.is_valid():
        try:
            actions.rate(
                concern=concern,
                outcome=form.cleaned_data["outcome"],
                words=form.cleaned_data["words"],
                by=queries.resident_of(concern),
                at=clock.now(),
                once=request.POST.get("once", ""),
            )
        except Refused as wrong:
            refused(form, wrong)
        else:
            return _see_other(reverse("receipt", args=[token]) + "#outcome")
    return _receipt_page(request, token, _mine(token), form, status=422)


@open_to_all
@acting
def mark(request: HttpRequest, token: str) -> HttpResponse:
    """A mark, kept apart from the case."""
    concern, form = _mine(token), MarkForm(request.POST)
    if form.is_valid():
        try:
            actions.mark(
                concern=concern, word=form.cleaned_data["word"], by=queries.resident_of(concern), at=clock.now()
            )
        except Refused as wrong:
            refused(form, wrong)
        else:
            return _see_other(reverse("receipt", args=[token]) + "#mark")
    return _receipt_page(request, token, _mine(token), form, status=422)


@open_to_all
@filling
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """The resident takes the personal data back: a page that says what goes and what stays, then one press."""
    concern = _mine(token)
    if request.method == "POST":
        actions.erase(
            concern=concern, by=queries.resident_of(concern), at=clock.now(), once=request.POST.get("once", "")
        )
        return _see_other(reverse("receipt", args=[token]))
    return render(request, "public/concerns/erase.html", {"token": token, "concern": concern, "once": once_key()})


@open_to_all
@reading
def picture(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt's address as a QR code; apart from the page, for drawing it costs more than the page."""
    _mine(token)
    png = codes.qr_png(absolute(request, reverse("receipt", args=[token])), scale=8)
    return HttpResponse(png, content_type="image/png")


@open_to_all
@reading
def photo(request: HttpRequest, token: str, photo: int) -> HttpResponseBase:
    """One of the resident's own photos."""
    concern = _mine(token)
    found = concern.photos.filter(pk=photo).select_related("concern__original", "concern__studio__place").first()
    if found is None:
        raise Http404
    jpeg = queries.photo_bytes(queries.resident_of(concern), found, clock.now())
    return HttpResponse(jpeg, content_type="image/jpeg", headers={"Content-Disposition": "inline"})
