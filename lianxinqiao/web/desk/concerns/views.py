"""The list, the case, and one page for each verb: fetch what is visible, check the form, call the action."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base import clock
from lianxinqiao.base.actor import Actor
from lianxinqiao.base.errors import Refused
from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.enums import ConcernState, ConcernVerb, RevealWhat
from lianxinqiao.concerns.models import Concern
from lianxinqiao.rulebook import current
from lianxinqiao.studios.queries import colleagues, members_of
from lianxinqiao.web.desk.concerns.forms import (
    AcceptForm,
    AnswerForm,
    AssignForm,
    DeclineForm,
    NoteForm,
    ReopenForm,
    RevealForm,
    VerbForm,
)
from lianxinqiao.web.parts.doors import actor_of, filling, once_key, reading, refused

S, V = ConcernState, ConcernVerb
PAGE = 20  # rows of the list
NUMBER = re.compile(r"[^\d\s]{0,4}\d{2,4}(-\d{0,4})?")

# --- the list -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class View:
    """A saved view of the list: its word, its rows, and whether they wait for somebody."""

    words: Promise
    rows: Q
    waits: bool = True


VIEWS = {
    "received": View(_("待受理"), Q(state=S.RECEIVED)),
    "doing": View(_("办理中"), Q(state__in=[S.ACCEPTED, S.ASSIGNED])),
    "answered": View(_("已答复"), Q(state__in=[S.ANSWERED, S.RATED])),
    "again": View(_("没解决、重新办"), Q(reopened=True, state=S.ASSIGNED)),
    "closed": View(_("已办结"), Q(state__in=[S.CLOSED, S.DECLINED]), waits=False),
    "all": View(_("全部"), Q(), waits=False),
}


@reading
def concerns(request: HttpRequest) -> HttpResponse:
    """The concerns of the room, by view and words; an htmx part is the list alone."""
    actor, at = actor_of(request), clock.now()
    words = request.GET.get("q", "").strip()[:60]
    found = _found(actor, words) if words else queries.visible_to(actor, clock.day_of(at))
    counts = found.aggregate(**{name: Count("pk", filter=view.rows) for name, view in VIEWS.items() if name != "all"})
    counts["all"] = sum(counts[name] for name in ("received", "doing", "answered", "closed"))
    name = request.GET.get("view", "")
    if name not in VIEWS:
        name = "all" if words else next((n for n in ("received", "doing", "answered") if counts[n]), "all")
    page = Paginator(_sorted(found, VIEWS[name]), PAGE).get_page(request.GET.get("page"))
    context = {
        "today": clock.day_of(at),
        "tabs": [(view.words, n, counts[n], n == name) for n, view in VIEWS.items()],
        "view": name,
        "words": words,
        "page": page,
        "rows": queries.listed(actor, at, page.object_list),
        "query": urlencode({"view": name, "q": words}) + "&",
    }
    part = bool(getattr(request, "htmx", False))
    answer = render(request, f"desk/concerns/{'list' if part else 'concerns'}.html", context)
    answer.headers["Vary"] = "HX-Request"
    return answer


def _found(actor: Actor, words: str) -> QuerySet[Concern]:
    """By checked text; what looks like a case number is looked for among the numbers."""
    day = clock.today()
    if NUMBER.fullmatch(words):
        return queries.visible_to(actor, day).filter(number__contains=words.replace(" ", ""))
    return queries.find(actor, words, day)


def _sorted(found: QuerySet[Concern], view: View) -> QuerySet[Concern]:
    rows = found.filter(view.rows)
    return rows.order_by(F("due_on").asc(nulls_last=True), "received_at", "pk") if view.waits else rows


STEPS = {verb.value: verb.label for verb in V} | {"erase": _("删除个人信息")}
"""The timeline as the desk reads it; the resident's says “you”."""

DONE: dict[ConcernVerb, Promise] = {
    V.ACCEPT: _("已受理。反映人看得到最迟哪天答复。"),
    V.DECLINE: _("理由和去处已送出，反映人现在就看得到。"),
    V.ASSIGN: _("已分派，点到的人会收到消息。"),
    V.ANSWER: _("答复已送出，反映人现在就看得到。"),
    V.CLOSE: _("已办结。"),
    V.REOPEN: _("已重新办理，回到原来承办的人手上。"),
    V.NOTE: _("记下了。"),
}
"""What the page says once a verb is done."""

# --- the case -------------------------------------------------------------------------------


def _concern(request: HttpRequest, number: str) -> Concern:
    """The concern if this person may know of it; else the same as if there were none."""
    concern = queries.visible_to(actor_of(request), clock.today()).filter(number=number).first()
    if concern is None:
        raise Http404
    return concern


@reading
def concern(request: HttpRequest, number: str) -> HttpResponse:
    """One concern: what was said, what was done, what may be done now."""
    actor, at, found = actor_of(request), clock.now(), _concern(request, number)
    case = queries.case(actor, found, at)
    steps = [verb for verb in case.verbs if verb not in {V.NOTE, V.REVEAL}]
    first = case.row.next if case.row.next in steps else None
    context = {
        "concern": found,
        "case": case,
        "today": clock.day_of(at),
        "resident": queries.status(found, at),
        "first": first,
        "others": sorted((verb for verb in steps if verb != first), key=lambda verb: verb == V.DECLINE),
        "steps": [(STEPS.get(step.verb, step.words), step.at) for step in reversed(case.steps)],
        "may_note": V.NOTE in case.verbs,
        "may_reveal": bool(case.can_reveal) and V.REVEAL in case.verbs,
        "reveal_what": RevealWhat,
    }
    return render(request, "desk/concerns/concern.html", context)


@reading
def photo(request: HttpRequest, number: str, photo: int) -> HttpResponse:
    """One of the concern's photos, for those who may see it."""
    found = _concern(request, number).photos.select_related("concern__original", "concern__studio__place")
    one = found.filter(pk=photo).first()
    if one is None:
        raise Http404
    jpeg = queries.photo_bytes(actor_of(request), one, clock.now())
    return HttpResponse(jpeg, content_type="image/jpeg")


# --- the verbs ------------------------------------------------------------------------------


@dataclass
class Step:
    """One verb on its way: the concern, who does it, the page's form and what it needs."""

    request: HttpRequest
    verb: ConcernVerb
    concern: Concern
    actor: Actor

    @classmethod
    def of(cls, request: HttpRequest, number: str, verb: ConcernVerb) -> "Step":
        """The step; on opening the page it must be legal now. Raises NotYours, NotItsTime."""
        step = cls(request, verb, _concern(request, number), actor_of(request))
        if request.method != "POST":
            queries.ask(step.actor, step.concern, verb, clock.now())
        elif (seen := request.POST.get("version", "")[:9]).isdecimal():
            step.concern.version = int(seen)  # whoever acts on an old page is told, not overruled
        return step

    @property
    def posted(self) -> Any:
        """The posted data, or None on opening the page."""
        return self.request.POST if self.request.method == "POST" else None

    @property
    def common(self) -> dict[str, Any]:
        """What every action takes besides its own."""
        return {"concern": self.concern, "by": self.actor, "at": clock.now(), "once": self.request.POST.get("once", "")}

    def shown(self, text: str) -> str:
        """A text as the action will keep it, for the preview."""
        return queries.without_contact(self.concern, text)

    def page(self, form: Form, *, status: int = 200, **more: Any) -> HttpResponse:
        """The verb's page."""
        case = queries.case(self.actor, _concern(self.request, self.concern.number), clock.now())
        context = {
            "concern": self.concern,
            "case": case,
            "form": form,
            "verb": self.verb,
            "once": self.request.POST.get("once") or once_key(),
            "version": self.concern.version,
            "stale": status == 409,
            "preview": False,
            **more,
        }
        return render(self.request, f"desk/concerns/{self.verb.value}.html", context, status=status)

    def run(self, form: Form, act: Callable[[], Any], **more: Any) -> HttpResponse:
        """Show the form, or do it: a refusal stands on the page, beside what was typed."""
        if self.request.method != "POST":
            return self.page(form, **more)
        if not form.is_valid():
            return self.page(form, status=422, **more)
        if "preview" in self.request.POST:
            return self.page(form, preview=True, **more)
        try:
            act()
        except Refused as wrong:
            refused(form, wrong)
            return self.page(form, status=wrong.status, **more)
        messages.success(self.request, str(DONE[self.verb]))
        answer = HttpResponseRedirect(reverse("desk_concern", args=[self.concern.number]))
        answer.status_code = 303
        return answer


@filling
def accept(request: HttpRequest, number: str) -> HttpResponse:
    """Take it on."""
    step = Step.of(request, number, V.ACCEPT)
    photos = queries.photos(step.actor, step.concern)
    form = AcceptForm(step.posted, initial={"passed_on": queries.passable(step.concern)}, photos=photos)
    return step.run(form, lambda: actions.accept(**step.common, **form.told()), photos=photos)


@filling
def decline(request: HttpRequest, number: str) -> HttpResponse:
    """Say why not, and who can."""
    step = Step.of(request, number, V.DECLINE)
    form = DeclineForm(step.posted)
    doors = {choice.code: choice for choice in current().choices("concern.doors")}
    return step.run(form, lambda: actions.decline(**step.common, **form.cleaned_data), doors=doors, shown=step.shown)


@filling
def assign(request: HttpRequest, number: str) -> HttpResponse:
    """Give it to somebody of the studio."""
    step = Step.of(request, number, V.ASSIGN)
    studio, day = step.concern.studio, clock.today()
    members = [member.person for member in members_of(studio, day)]
    start = {"to": step.concern.assignee_id, "helpers": [str(p.pk) for p in step.concern.helpers.all()]}
    form = AssignForm(step.posted, initial=start, people=colleagues(studio, day), members=members)
    return step.run(form, lambda: actions.assign(**step.common, **form.told()))


@filling
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Tell the resident what came of it."""
    step = Step.of(request, number, V.ANSWER)
    form = AnswerForm(step.posted, tomorrow=clock.later(clock.now(), days=1).date())
    return step.run(form, lambda: actions.answer(**step.common, **form.cleaned_data), shown=step.shown)


@filling
def close(request: HttpRequest, number: str) -> HttpResponse:
    """Close what was rated."""
    step = Step.of(request, number, V.CLOSE)
    return step.run(VerbForm(step.posted), lambda: actions.close(**step.common))


@filling
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    """Once more."""
    step = Step.of(request, number, V.REOPEN)
    form = ReopenForm(step.posted)
    return step.run(form, lambda: actions.reopen(**step.common, **form.cleaned_data))


@filling
def note(request: HttpRequest, number: str) -> HttpResponse:
    """Write something down for the studio alone."""
    step = Step.of(request, number, V.NOTE)
    form = NoteForm(step.posted)
    return step.run(form, lambda: actions.note(**step.common, **form.cleaned_data))


@filling
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Open a name, a phone number or an address with a reason: shown once, on this answer."""
    step = Step.of(request, number, V.REVEAL)
    able = queries.case(step.actor, step.concern, clock.now()).can_reveal
    form = RevealForm(step.posted, able=able, initial={"what": request.GET.get("what", "")})
    if request.method != "POST":
        return step.page(form)
    if not form.is_valid():
        return step.page(form, status=422)
    try:
        made = actions.reveal(**step.common, **form.cleaned_data)
        opened = queries.opened(made, step.actor, clock.now())
    except Refused as wrong:
        refused(form, wrong)
        return step.page(form, status=wrong.status)
    return step.page(form, opened=[(RevealWhat(what), value) for what, value in opened.items()], made=made)
