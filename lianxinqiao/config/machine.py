"""What this installation is: read once from var/settings.toml and LXQ_* variables (docs/operate/settings.md)."""

import os
import secrets
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


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
    mail: str = ""  # smtp://user:password@host:port; empty = messages stay in the inbox
    mail_from: str = ""  # sender address

    @property
    def keys(self) -> Path:
        """The folder of keys, mode 0700."""
        return self.home / "keys"


def read() -> Machine:
    """Read settings.toml of the home folder, let LXQ_* variables win, and make missing keys.

    Raises SystemExit with file, key and expectation on a wrong setting.
    """
    home = Path(os.environ.get("LXQ_HOME") or ROOT / "var").resolve()
    file = home / "settings.toml"
    told: dict[str, object] = {}
    if file.exists():
        try:
            told = tomllib.loads(file.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as wrong:
            raise SystemExit(f"{file}: 不是有效的 TOML：{wrong}") from wrong
    known = {f.name: f.type for f in fields(Machine) if f.name != "home"}
    for key in told:
        if key not in known:
            raise SystemExit(f"{file}: 没有“{key}”这一项；可用：{', '.join(sorted(known))}")
    values: dict[str, object] = {}
    for key, kind in known.items():
        raw = os.environ.get(f"LXQ_{key.upper()}", told.get(key))
        if raw is None:
            continue
        if kind in (bool, "bool"):
            raw = raw if isinstance(raw, bool) else str(raw).lower() in {"1", "true", "yes", "on"}
        values[key] = raw if isinstance(raw, bool) else str(raw)
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

    Raises SystemExit where a real installation lies there: demo data never enters one.
    """
    home = Path(os.environ.get("LXQ_HOME") or ROOT / "var").resolve()
    file = home / "settings.toml"
    if file.exists():
        if not read().demo:
            raise SystemExit(f"{file}: 这里是真实安装，演示数据不能进来。请换一个文件夹（LXQ_HOME=…）。")
        return
    if (home / "lxq.sqlite3").exists():
        raise SystemExit(f"{home}: 这里已有一个不是演示的数据库。请换一个文件夹（LXQ_HOME=…）。")
    home.mkdir(parents=True, exist_ok=True)
    file.write_text(DEMO_SETTINGS, encoding="utf-8")
