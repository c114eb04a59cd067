"""Matters as an office may see them: never who said it; the text as the concern's rights allow."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base import clock
from lianxinqiao.base.actor import Actor
from lianxinqiao.base.errors import NotYours, Refused
from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.enums import ConcernVerb, RevealWhat
from lianxinqiao.concerns.models import Concern, Reveal
from lianxinqiao.concerns.queries import Case
from lianxinqiao.organisation.queries import office_names
from lianxinqiao.web.office.concerns.forms import RevealForm
from lianxinqiao.web.office.pages import Page, sees, show
from lianxinqiao.web.parts.doors import actor_of, filling, once_key, reading, refused

PER_PAGE = 30
STEPS: Mapping[str, str | Promise] = {verb.value: verb.label for verb in ConcernVerb} | {"erase": _("删除个人信息")}

# --- the list -------------------------------------------------------------------------------


@reading
@sees(Page.CONCERNS)
def concerns(request: HttpRequest) -> HttpResponse:
    """All matters of the area, by view, county and words."""
    actor, county = actor_of(request), request.GET.get("county", "")[:20]
    found = queries.visible_to(actor, clock.today())
    offices = office_names()
    if county in offices:
        found = found.filter(studio__place__office_code=county)
    context = listing(request, found, county=county if county in offices else "")
    return show(
        request,
        "office/concerns/concerns.html",
        context | {"county_name": offices.get(county, ""), "by_words": queries.searches(actor)},
    )


def listing(request: HttpRequest, found: QuerySet[Concern], *, county: str = "") -> dict[str, Any]:
    """The rows of one view of these matters with the tabs of all, as `office/concerns/list.html` shows them."""
    actor, at = actor_of(request), clock.now()
    words = request.GET.get("q", "").strip()[:60]
    if words:
        found = _found(actor, words, found)
    counts = queries.view_counts(found, at)
    name = request.GET.get("view", "")
    if name not in queries.VIEWS:
        name = "all" if words else "open"
    page = Paginator(queries.in_view(found, name, at), PER_PAGE).get_page(request.GET.get("page"))
    kept = urlencode({k: v for k, v in (("q", words), ("county", county)) if v})
    return {
        "today": clock.day_of(at),
        "tabs": [(label, view, counts[view], view == name) for view, label in queries.VIEWS.items()],
        "view": name,
        "words": words,
        "county": county,
        "page": page,
        "rows": queries.listed(actor, at, page.object_list),
        "kept": f"&{kept}" if kept else "",
        "query": urlencode({"view": name}) + (f"&{kept}" if kept else "") + "&",
    }


def _found(actor: Actor, words: str, found: QuerySet[Concern]) -> QuerySet[Concern]:
    """By number; by checked text for those who read it. Nobody is found by who they are."""
    said = queries.find(actor, words, clock.today()).values("pk")
    return found.filter(Q(number__contains=words.replace(" ", "")) | Q(pk__in=said))


# --- the matter -----------------------------------------------------------------------------


def _concern(request: HttpRequest, number: str) -> Concern:
    """The matter if it is of this person's area; else the same as if there were none."""
    found = queries.visible_to(actor_of(request), clock.today()).filter(number=number).first()
    if found is None:
        raise Http404
    return found


@reading
@sees(Page.CONCERNS)
def concern(request: HttpRequest, number: str) -> HttpResponse:
    """One matter: where it stands, what happened, and of its texts what this role reads."""
    actor, at, found = actor_of(request), clock.now(), _concern(request, number)
    case = queries.case(actor, found, at)
    context = {
        "concern": found,
        "case": case,
        "today": clock.day_of(at),
        "steps": [(STEPS.get(step.verb, step.verb), step.at) for step in reversed(case.steps)],
        "told": queries.status(found, at) if case.answer is not None else None,
        "able": _able(case),
    }
    return show(request, "office/concerns/concern.html", context)


def _able(case: Case) -> list[RevealWhat]:
    """What the reader may open by a reason; nothing once the matter allows no reveal."""
    return case.can_reveal if ConcernVerb.REVEAL in case.verbs else []


@reading
@sees(Page.CONCERNS)
def photo(request: HttpRequest, number: str, photo: int) -> HttpResponse:
    """One of the matter's photos, for those who may see it or opened it within a day."""
    one = _concern(request, number).photos.select_related("concern__original", "concern__studio__place")
    found = one.filter(pk=photo).first()
    if found is None:
        raise Http404
    jpeg = queries.photo_bytes(actor_of(request), found, clock.now())
    return HttpResponse(jpeg, content_type="image/jpeg")


@filling
@sees(Page.REVEAL)
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Open a text by a reason that the resident can read: shown once, on this answer."""
    actor, found = actor_of(request), _concern(request, number)
    case = queries.case(actor, found, clock.now())
    able = _able(case)
    if not able:
        raise NotYours(_("您的身份在这件事上没有可以打开的内容。"))
    posted = request.POST if request.method == "POST" else None
    form = RevealForm(posted, able=able, initial={"what": able[0].value if len(able) == 1 else ""})
    if request.method != "POST" or not form.is_valid():
        return _ask(request, found, case, form, status=422 if request.method == "POST" else 200)
    try:
        once = request.POST.get("once", "")
        made = actions.reveal(concern=found, by=actor, at=clock.now(), once=once, **form.cleaned_data)
        opened = queries.opened(made, actor, clock.now())
    except Refused as wrong:
        refused(form, wrong)
        return _ask(request, found, case, form, status=wrong.status)
    return _opened(request, found, case, made, opened)


def _ask(request: HttpRequest, found: Concern, case: Case, form: RevealForm, *, status: int) -> HttpResponse:
    context = {"concern": found, "case": case, "form": form, "once": request.POST.get("once") or once_key()}
    return show(request, "office/concerns/reveal.html", context, status=status)


def _opened(request: HttpRequest, found: Concern, case: Case, made: Reveal, opened: dict[str, str]) -> HttpResponse:
    shown = [(RevealWhat(what).label, value) for what, value in opened.items()]
    photos = queries.photos_opened(made, actor_of(request))
    context = {"concern": found, "case": case, "made": made, "opened": shown, "photos": photos}
    return show(request, "office/concerns/opened.html", context)
