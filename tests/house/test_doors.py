"""Every address is named, closed unless opened on purpose, states its methods; reading never acts."""

import ast
import datetime
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from lianxinqiao.base.models import Job
from lianxinqiao.web.parts.guards import ReadsDoNotWrite, WroteOnRead
from tests.house import tree

EXAMPLES = {
    "IntConverter": 1,
    "StringConverter": "x",
    "SlugConverter": "x",
    "PathConverter": "x",
    "UUIDConverter": uuid.UUID(int=0),
    "DateConverter": datetime.date(2023, 6, 5),
}


def addresses(patterns=None, before=""):
    """(address, pattern) of everything that answers."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLPattern):
            yield "/" + before + str(entry.pattern), entry
        else:
            yield from addresses(entry.url_patterns, before + str(entry.pattern))


def ours():
    return [(a, e) for a, e in addresses() if e.callback.__module__.startswith("lianxinqiao.")]


@pytest.mark.tree
def test_every_address_of_ours_is_named_and_ends_with_a_slash_or_a_suffix():
    wrong = [a for a, e in ours() if not e.name or not (a.endswith("/") or "." in a.rsplit("/", 1)[1])]
    assert wrong == []


@pytest.mark.tree
def test_open_addresses_are_the_reviewed_ones():
    """LoginRequiredMiddleware closes every address; `login_not_required` opens one."""
    opened = {address for address, entry in addresses() if not getattr(entry.callback, "login_required", True)}
    listed = set(tree.reviewed("open_urls.txt"))
    assert opened - listed == set(), "open and not reviewed"
    if {"/", "/desk/"} <= set(dict(addresses())):  # both doors are built
        assert listed - opened == set(), "reviewed and not there"


def refuses_trace(entry, rf):
    """Marked by one of web.parts.doors' decorators, which name the methods; else the view is tried."""
    if getattr(entry.callback, "door", "") in {"reading", "acting"}:
        return True
    request = rf.generic("TRACE", "/")
    request.user, request.session = AnonymousUser(), {}
    arguments = {name: EXAMPLES.get(type(c).__name__, "x") for name, c in entry.pattern.converters.items()}
    return entry.callback(request, **arguments).status_code == 405


@pytest.mark.tree
def test_every_view_states_its_methods(rf):
    """A method that nobody asked for is 405."""
    loose = [address for address, entry in ours() if not refuses_trace(entry, rf)]
    assert loose == []


def names_of_actions(path):
    """How a file calls the house's actions: module aliases and single names."""
    modules, names = set(), set()
    for _line, module, name, told in tree.imports(path):
        parts = [*module.split("."), name]
        if parts[0] == "lianxinqiao" and "actions" in parts:
            (modules if parts[-1] == "actions" else names).add(told)
    return modules, names


def acts(node, path, seen=frozenset()):
    """True if a function calls an action, itself or through a function of the same file."""
    modules, names = names_of_actions(path)
    here = tree.functions(path)
    for call in tree.calls(node):
        first, *rest = tree.dotted(call.func).split(".")
        if (first in modules and rest) or (first in names and not rest):
            return True
        if not rest and first in here and first not in seen and acts(here[first], path, seen | {first}):
            return True
    return False


@pytest.mark.tree
def test_reading_never_acts():
    """A view marked @reading (GET) that reaches an action would write on GET."""
    strays = [
        f"{tree.inside(path)}:{node.lineno} {name}"
        for path in tree.python_files(tree.PACKAGE / "web")
        for name, node in tree.functions(path).items()
        if "reading" in tree.decorators(node) and acts(node, path)
    ]
    assert strays == []


@pytest.mark.tree
def test_a_view_is_marked_reading_or_acting_not_both():
    strays = [
        f"{tree.inside(path)}:{node.lineno} {name}"
        for path in tree.python_files(tree.PACKAGE / "web")
        for name, node in tree.functions(path).items()
        if {"reading", "acting"} <= tree.decorators(node)
    ]
    assert strays == []


@pytest.mark.tree
def test_the_guard_of_reads_stands_in_the_way_of_every_view(settings):
    assert "lianxinqiao.web.parts.guards.ReadsDoNotWrite" in settings.MIDDLEWARE
    assert "django.contrib.auth.middleware.LoginRequiredMiddleware" in settings.MIDDLEWARE
    exempt = [
        f"{tree.inside(path)}:{node.lineno}"
        for path in tree.python_files()
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.Name | ast.Attribute) and tree.dotted(node).split(".")[-1] == "csrf_exempt"
    ]
    assert exempt == []


@pytest.mark.django_db(databases=["default", "traces"])
def test_a_get_that_writes_is_stopped(rf):
    moment = datetime.datetime(2023, 6, 5, tzinfo=datetime.UTC)

    def view(_request):
        Job.objects.create(name="x", run_after=moment, made_at=moment)
        return "done"

    with pytest.raises(WroteOnRead), transaction.atomic():
        ReadsDoNotWrite(view)(rf.get("/"))
    assert not Job.objects.exists()
    assert ReadsDoNotWrite(view)(rf.post("/")) == "done"


@pytest.mark.django_db(databases=["default", "traces"])
def test_every_page_without_arguments_answers_a_stranger(client):
    """Open pages show themselves, closed ones ask for a sign-in; none falls over."""
    for address, entry in ours():
        if "<" not in address and not getattr(entry.callback, "is_slow", False):
            assert client.get(address).status_code < 500, address
