"""What this installation is: read once from var/settings.toml and LXQ_* variables (docs/operate/settings.md)."""

import gettext
import os
import re
import secrets
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NoReturn
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[2]
ENGLISH, TRADITIONAL = ("en",), ("zh_TW", "zh_HK", "zh_MO", "zh_Hant")


def tongue() -> str:
    """The language of command sentences: the locale's, Chinese by default."""
    told = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if told.startswith(ENGLISH):
        return "en"
    return "zh-hant" if told.startswith(TRADITIONAL) else "zh-hans"


def _(text: str) -> str:
    """A sentence in the command's language, before Django is there to translate it."""
    folder = {"en": "en", "zh-hant": "zh_Hant"}.get(tongue(), "")
    return gettext.translation("django", ROOT / "locale", [folder], fallback=True).gettext(text) if folder else text


def refuse(words: str) -> NoReturn:
    """Say what is wrong and end with exit code 2 (used wrongly)."""
    sys.stderr.write(words + "\n")
    raise SystemExit(2)


@dataclass(frozen=True)
class Machine:
    """One installation is one folder, `home`. Each field is a key of settings.toml and, as LXQ_<NAME>, a variable."""

    home: Path
    demo: bool = False  # the simulated city, one-press entry; never on real data
    demo_now: str = ""  # the simulated city's moment, ISO 8601 with offset
    database: str = ""  # empty = SQLite in home; else postgresql://user:password@host:port/name
    hosts: str = "127.0.0.1,localhost,[::1]"  # host names that are answered, comma separated
    https: bool = False  # behind TLS: secure cookies, HSTS
    address: str = ""  # public address in QR codes, e.g. https://lxq.example.cn
    rulebook: str = "shangluo-2023"  # file in rulebooks/
    mail: str = ""  # empty = no e-mail; else smtp://user:password@host:port or smtps://…
    mail_from: str = ""  # the sender's address of every e-mail
    brand: str = "red"  # the one strong colour of the pages: red or blue

    @property
    def keys(self) -> Path:
        """The folder of keys, mode 0700."""
        return self.home / "keys"

    @property
    def mail_server(self) -> "MailServer | None":
        """The way out for e-mail; None without one."""
        return _mail_server(self.mail, self.mail_from) if self.mail else None


@dataclass(frozen=True)
class MailServer:
    """An SMTP server. A password crosses a network under TLS only: plain talk is for a relay on this machine."""

    host: str
    port: int
    user: str
    password: str
    tls: bool  # from the first byte on
    starttls: bool
    sender: str


BRANDS = ("red", "blue")
YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")


def _switch(raw: object) -> bool:
    told = str(raw).lower()
    if told not in YES + NO:
        raise ValueError
    return told in YES


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise TypeError
    return raw.strip()


def _moment(raw: object) -> str:
    told = _text(raw)
    if told and datetime.fromisoformat(told).tzinfo is None:
        raise ValueError
    return told


def _postgres(raw: object) -> str:
    told = _text(raw)
    parts = urlsplit(told)
    if told and (parts.scheme not in {"postgres", "postgresql"} or len(parts.path) < 2 or parts.port == 0):
        raise ValueError  # as does reading a port that is none
    return told


PORTS = {"smtp": 25, "smtps": 465}
HERE = {"localhost", "127.0.0.1", "::1"}


def _mail(raw: object) -> str:
    told = _text(raw)
    parts = urlsplit(told)
    if told and (parts.scheme not in PORTS or not parts.hostname or parts.port == 0 or parts.path.strip("/")):
        raise ValueError  # as does reading a port that is none
    return told


def _mail_server(told: str, sender: str) -> MailServer:
    parts = urlsplit(told)
    host = parts.hostname or ""
    return MailServer(
        host=host,
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=parts.scheme == "smtps",
        starttls=parts.scheme == "smtp" and host not in HERE,
        sender=sender,
    )


def _sender(raw: object) -> str:
    told = _text(raw)
    if told and not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", told):
        raise ValueError
    return told


def _site(raw: object) -> str:
    told = _text(raw)
    parts = urlsplit(told)
    if told and not (parts.scheme in {"http", "https"} and parts.netloc):
        raise ValueError
    return told


def _brand(raw: object) -> str:
    told = _text(raw)
    if told not in BRANDS:
        raise ValueError
    return told


READERS: dict[str, tuple[Callable[[object], bool | str], str]] = {
    "demo": (_switch, "true / false"),
    "demo_now": (_moment, "2023-06-05T09:00:00+08:00"),
    "database": (_postgres, "postgresql://user:password@host:port/name"),
    "hosts": (_text, "lxq.example.cn,localhost"),
    "https": (_switch, "true / false"),
    "address": (_site, "https://lxq.example.cn"),
    "rulebook": (_text, "shangluo-2023"),
    "mail": (_mail, "smtps://user:password@mail.example.cn:465"),
    "mail_from": (_sender, "lxq@example.cn"),
    "brand": (_brand, "red / blue"),
}
"""How each setting is read, and how it should look; a value that does not fit ends the program."""
SECRET = {"database", "mail"}
"""Settings that may hold a password: a refusal does not quote them."""


def home_folder() -> Path:
    """The folder of this installation: LXQ_HOME, or var/ of the checkout."""
    return Path(os.environ.get("LXQ_HOME") or ROOT / "var").resolve()


def _told_in(file: Path) -> dict[str, object]:
    if not file.exists():
        return {}
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        refuse(_("%(file)s：不是有效的 TOML：%(wrong)s") % {"file": file, "wrong": wrong})
    for name in told:
        if name not in READERS:
            known = ", ".join(sorted(READERS))
            refuse(_("%(file)s：没有“%(name)s”这一项；可用：%(known)s") % {"file": file, "name": name, "known": known})
    return told


def read() -> Machine:
    """Read settings.toml of the home folder, let LXQ_* variables win.

    Ends the program with exit code 2 and place, key, value and expectation on a wrong setting.
    """
    home = home_folder()
    file = home / "settings.toml"
    told = _told_in(file)
    values: dict[str, object] = {}
    for name, (reader, expected) in READERS.items():
        variable = f"LXQ_{name.upper()}"
        raw = os.environ.get(variable, told.get(name))
        if raw is None:
            continue
        try:
            values[name] = reader(raw)
        except (TypeError, ValueError):
            where = variable if variable in os.environ else f"{file} {name}"
            # their addresses hold a password
            found = "…" if name in SECRET else repr(raw)
            refuse(
                _("%(where)s：写的是 %(found)s，应当像 %(expected)s")
                % {"where": where, "found": found, "expected": expected}
            )
    if values.get("mail") and not values.get("mail_from"):
        refuse(_("%(file)s：写了 mail，还要写 mail_from：信从哪个邮箱发出，如 lxq@example.cn") % {"file": file})
    return Machine(home=home, **values)  # type: ignore[arg-type]


def key(machine: Machine, name: str, size: int) -> bytes:
    """The key file `name`, made on first use with mode 0600."""
    machine.keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = machine.keys / name
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
            new.write(secrets.token_bytes(size))
    except FileExistsError:
        pass
    return file.read_bytes()


DEMO_SETTINGS = """\
# 演示安装：城市与人物都是虚构的。真实使用请另建一个文件夹（docs/operate/settings.md）。
demo = true
demo_now = "2023-06-05T09:00:00+08:00"
"""


def begin_demo() -> None:
    """Make the home folder a demo installation, unless it already is something.

    Ends the program where a real installation lies there: demo data never enters one. A variable (LXQ_DEMO)
    does not make a folder a demo: only its own file does.
    """
    home = home_folder()
    file = home / "settings.toml"
    if file.exists():
        if not _switch(_told_in(file).get("demo", "")):
            refuse(_("%(file)s：这里是真实安装，演示数据不能进来。请换一个文件夹（LXQ_HOME=…）。") % {"file": file})
        return
    database = home / "lxq.sqlite3"
    if database.exists() and database.stat().st_size:
        refuse(_("%(home)s：这里已有一个不是演示的数据库。请换一个文件夹（LXQ_HOME=…）。") % {"home": home})
    home.mkdir(parents=True, exist_ok=True)
    file.write_text(DEMO_SETTINGS, encoding="utf-8")
