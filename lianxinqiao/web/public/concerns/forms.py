"""What a resident is asked (at most three things are required), and one form on its way through the steps."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base import clock, drafts, photos
from lianxinqiao.base.errors import Refused
from lianxinqiao.base.photos import CleanPhoto
from lianxinqiao.concerns.enums import MarkWord, Outcome
from lianxinqiao.inbox.enums import Channel
from lianxinqiao.inbox.queries import carries
from lianxinqiao.organisation.enums import PlaceKind
from lianxinqiao.organisation.models import Place
from lianxinqiao.organisation.queries import counties, place, root, townships, villages
from lianxinqiao.studios.enums import StudioState
from lianxinqiao.studios.models import Studio
from lianxinqiao.studios.queries import by_code, covering
from lianxinqiao.web.parts.doors import once_key

TEXT_MOST = 2000  # characters
PHOTOS_MOST = 3
ONCE = re.compile(r"[A-Za-z0-9_-]{22,64}")

ONLY_STUDIO = _("只有接件的工作室看得到；打开要写理由，理由您在进度页看得到。")

NO_STUDIO = _("这个地方还没有接件的工作室，请选近处的地方，或打 12345。")

MOBILE = re.compile(r"(?:\+?86)?1[0-9]{10}")

phone_number = RegexValidator(r"^\+?[\d\s()-]{7,20}$", _("电话号码只写数字，比如 13800000000 或 0914-2312345。"))


class Photos(forms.ClearableFileInput):
    """A file control that takes several photos."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Up to PHOTOS_MOST photos, each cleaned at once: nothing unclean goes further."""

    widget = Photos(attrs={"accept": "image/jpeg,image/png,image/webp", "data-preview": ""})

    def clean(self, data: Any, initial: Any = None) -> list[photos.CleanPhoto]:
        """The cleaned photos; raises ValidationError with the photo's place in the row."""
        files: list[UploadedFile[Any]] = [f for f in data or [] if f]
        if len(files) > PHOTOS_MOST:
            raise forms.ValidationError(_("照片最多 %(most)s 张，请去掉几张。") % {"most": PHOTOS_MOST})
        return [self._cleaned(at, file) for at, file in enumerate(files, start=1)]

    def _cleaned(self, at: int, file: "UploadedFile[Any]") -> photos.CleanPhoto:
        try:
            return photos.clean(file.read())  # of a file that is too large, uploads.InMemory keeps one byte too many
        except Refused as wrong:
            words = _("第 %(at)s 张照片：%(why)s") % {"at": at, "why": wrong.sentence}
            raise forms.ValidationError(words) from wrong


class ContactForm(forms.Form):
    """How to reach the resident; every field says who sees it. None is kept as a draft: a phone may be shared."""

    phone = forms.CharField(
        label=_("电话"),
        required=False,
        max_length=20,
        validators=[phone_number],
        help_text=ONLY_STUDIO,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel", "class": "short"}),
    )
    name = forms.CharField(
        label=_("怎么称呼您"),
        required=False,
        max_length=50,
        help_text=_("比如“王大姐”，不用写全名。只有接件的工作室看得到。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short"}),
    )
    address = forms.CharField(
        label=_("门牌或好认的地方"),
        required=False,
        max_length=120,
        help_text=_("委员需要上门或到现场时才用。只有接件的工作室看得到。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    wants_call = forms.BooleanField(
        label=_("请给我打电话"), required=False, help_text=_("不想打字的，留个号码就行，电话里说。")
    )

    wants_message = forms.BooleanField(
        label=_("有了答复，发短信告诉我"),
        required=False,
        help_text=_("只说有了答复，不说是什么事；要看答复，还得凭回执。短信公司会看到这个号码。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not carries(Channel.SMS):
            del self.fields["wants_message"]

    def clean_phone(self) -> str:
        """The number without blanks."""
        return re.sub(r"[\s()-]", "", self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        """A call needs a number and nothing else, a message one of a mobile phone."""
        told = super().clean() or {}
        if told.get("wants_call") and not told.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("要我们打给您，请留一个电话号码。"))
        elif told.get("wants_message") and not MOBILE.fullmatch(told.get("phone", "")) and "phone" not in self.errors:
            self.add_error("phone", _("要收短信，请留手机号码。"))
        return told


class SayForm(ContactForm):
    """Say it, a photo, where, how to reach you. `places` are rows to choose from when the township is known."""

    field_order = ["text", "photos", "place", "wants_call", "phone", "wants_message", "name", "address"]

    text = forms.CharField(
        label=_("什么事"),
        max_length=TEXT_MOST,
        required=False,
        strip=True,
        help_text=_("什么时候、在哪里、怎么了、希望怎样，写几句就行。不用写姓名和电话，下面另有地方。"),
        error_messages={"max_length": _("最多写 2000 字，现在有 %(show_value)s 字。请先写要紧的。")},
        widget=forms.Textarea(
            attrs={
                "rows": 6,
                "placeholder": _("例：村口的桥栏杆断了，娃娃上学不安全……"),
                "data-counter": TEXT_MOST,
                "data-keep": "",
            }
        ),
    )
    photos = PhotosField(
        label=_("照片"),
        required=False,
        help_text=_("最多 3 张，每张不超过 10 MB。照片里的拍摄地点等信息会自动去掉。"),
    )
    drop_photos = forms.BooleanField(label=_("不要这些照片了"), required=False)
    place = forms.ChoiceField(
        label=_("在哪里"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("没有这个地方，请从列出的地方里选一个。")},
    )

    def __init__(self, *args: Any, places: list[tuple[str, Any]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_rows = places is not None
        if places is None:
            self.fields["place"] = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
        else:
            self.fields["place"].choices = places  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Words are required, unless a call is wanted; then so is nothing but the number."""
        told = super().clean()
        calls = bool(told.get("wants_call"))
        if not calls and not told.get("text") and "text" not in self.errors:
            self.add_error("text", _("请写几句是什么事；不想写的，可以勾“请给我打电话”。"))
        if not calls and self.has_rows and not told.get("place") and "place" not in self.errors:
            self.add_error("place", _("请选是在哪里的事；说不清就选最后一行。"))
        return told


class CallForm(forms.Form):
    """Please call me: a number and nothing else."""

    phone = forms.CharField(
        label=_("您的电话"),
        max_length=20,
        validators=[phone_number],
        error_messages={"required": _("请留一个电话号码。")},
        help_text=ONLY_STUDIO,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel", "class": "short"}),
    )
    place = forms.ChoiceField(label=_("您在哪个县区"), required=False)

    clean_phone = ContactForm.clean_phone

    def __init__(self, *args: Any, places: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("不说也行")), *places]  # type: ignore[attr-defined]


class CodeForm(forms.Form):
    """The receipt code, typed by hand."""

    code = forms.CharField(
        label=_("查询码"),
        max_length=40,
        error_messages={"required": _("请输入回执上的查询码。")},
        help_text=_("回执上 16 个字母和数字；大小写、空格、横线都不要紧，字母 O 和数字 0 不用分。"),
        widget=forms.TextInput(
            attrs={"class": "code", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class RateForm(forms.Form):
    """What came of it, in the resident's word."""

    outcome = forms.ChoiceField(
        label=_("这件事解决了吗？"),
        choices=Outcome.choices,
        error_messages={"required": _("请选一个。")},
    )
    words = forms.CharField(
        label=_("想说一句的话"),
        required=False,
        max_length=200,
        help_text=_("只有接件的工作室看得到。"),
        error_messages={"max_length": _("一句话最多 200 字。")},
    )


class MarkForm(forms.Form):
    """The mark: stored apart, without case or time."""

    word = forms.ChoiceField(choices=MarkWord.choices, error_messages={"required": _("请选一个。")})


FIELDS = ("text", "place", "wants_call", "phone", "wants_message", "name", "address")
WISHES = ("wants_call", "wants_message")
ROWS_MOST = 12  # townships that are still offered as rows; more are reached county by county
STUDIOS_MOST = 4
ABOUT = {PlaceKind.COUNTY, PlaceKind.TOWNSHIP, PlaceKind.VILLAGE}


def place_or_none(code: str) -> Place | None:
    """A place that a matter can be about, by its code."""
    try:
        found = place(code)
    except Place.DoesNotExist:
        return None
    return found if found.kind in ABOUT else None


def below(at: Place | None) -> QuerySet[Place]:
    """The next finer places: counties, townships of a county, villages of a township."""
    if at is None:
        return counties()
    return townships(at, statistical=True) if at.kind == PlaceKind.COUNTY else villages(at)


def takers(place: Place) -> list[Studio]:
    """The studios offered for a place, best first."""
    return covering(place)[:STUDIOS_MOST]


@dataclass(frozen=True)
class Saying:
    """`once` is the form's key, `studio` the one whose QR was scanned, `values` the fields as told."""

    once: str
    studio: Studio | None = None
    values: Mapping[str, str] = field(default_factory=lambda: dict.fromkeys(FIELDS, ""))
    to_code: str = ""

    @classmethod
    def told(cls, post: QueryDict) -> "Saying":
        """From what the browser sent; a broken key is replaced, an unknown studio forgotten."""
        once = post.get("once", "")
        studio = by_code(post.get("studio", "")) if post.get("studio") else None
        usable = studio is not None and studio.state == StudioState.PLATED and studio.takes_concerns
        return cls(
            once=once if ONCE.fullmatch(once) else once_key(),
            studio=studio if usable else None,
            values={name: post.get(name, "") for name in FIELDS},
            to_code=post.get("to", ""),
        )

    def took(self, clean: Mapping[str, Any]) -> "Saying":
        """With the checked values in place of the raw ones; new photos are kept for the next step."""
        if clean.get("photos"):
            drafts.keep(self.once, clean["photos"])
        elif clean.get("drop_photos"):
            drafts.drop(self.once)
        values = {name: clean.get(name) or "" for name in FIELDS}
        return replace(self, values=values | {wish: "on" if clean.get(wish) else "" for wish in WISHES})

    @cached_property
    def place(self) -> Place | None:
        """What it is about, where told and known."""
        return place_or_none(self.values["place"])

    @property
    def needs_place(self) -> bool:
        """Where is the one thing left to ask; a call needs a number and nothing else."""
        return self.place is None and not self.values["wants_call"]

    @cached_property
    def start_place(self) -> Place | None:
        """Where the question “where” starts: the scanned studio's township or county."""
        if self.studio is None:
            return None
        served = list(self.studio.townships.all()[:2])
        if len(served) == 1:
            return served[0]
        above = self.studio.place.parent
        return above if above is not None and above.kind in ABOUT else None

    @cached_property
    def studios(self) -> list[Studio]:
        """Who may take it: the scanned studio, else those that cover the place."""
        if self.studio is not None:
            return [self.studio]
        return takers(self.place or root())

    @property
    def to(self) -> Studio:
        """Who takes it: the chosen one, else the best. Raises Refused where there is none."""
        if not self.studios:
            raise Refused(NO_STUDIO, field="place")
        chosen = [s for s in self.studios if s.code == self.to_code]
        return (chosen or self.studios)[0]

    @cached_property
    def photos(self) -> list[CleanPhoto]:
        """The cleaned photos kept so far."""
        return drafts.load(self.once, at=clock.real_now())

    @cached_property
    def rows(self) -> list[tuple[str, str]] | None:
        """The places to choose from on the form itself; None where there are too many."""
        if self.studio is None:
            return None
        served = list(self.studio.townships.all()[: ROWS_MOST + 1])
        if len(served) == 1:
            words = gettext("说不清是哪个村，就在%(place)s") % {"place": served[0].name}
            return [(v.code, v.name) for v in villages(served[0])] + [(served[0].code, words)]
        return [(t.code, t.name) for t in served] if 1 < len(served) <= ROWS_MOST else None

    def form(self, *told: Any) -> SayForm:
        """The form with these posted data and files, or unbound with the values so far."""
        rows = self.rows
        chosen = self.values["place"]
        if rows is not None and chosen and self.place and chosen not in dict(rows):
            rows = [*rows, (chosen, self.place.name)]  # picked step by step, elsewhere
        if told:
            return SayForm(*told, places=rows)
        return SayForm(initial=dict(self.values), places=rows)

    def sent(self, *told: Any) -> SayForm:
        """The form as the last step sends it: the rows it chose from are not read again, any place there is will do."""
        return SayForm(*told, places=None)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the next step must send again."""
        kept = [(name, value) for name, value in self.values.items() if value]
        return [("once", self.once), ("studio", self.studio.code if self.studio else ""), *kept]
