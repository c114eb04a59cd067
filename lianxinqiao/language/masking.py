"""Blot out numbers that lead to a person: phones, identity cards, bank cards, plates, accounts.

People write them with spaces and dashes, in full-width digits, in characters (一三九…) and mixed. The text
is folded, character by character, into a shadow of the same length, sought there, and replaced in the
original by a word that says what stood there. Nothing of a number is kept: in a village its last two
digits name a person. The desk checks the result; it is a net, not a promise.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date

PHONE = "【电话】"
IDENTITY = "【证件号】"
BANK = "【银行卡号】"
PLATE = "【车牌号】"
ACCOUNT = "【账号】"
MAIL = "【邮箱】"

_DIGITS = str.maketrans("〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "0001234567891123456789")
_NO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\xad"
_LINES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u2022\u2219\u30fb"
_DASHES = str.maketrans(dict.fromkeys(_NO_WIDTH + _LINES, "-") | {"\t": " ", "\xa0": " "})
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_SEP = r"[ \-_.·]{0,3}"  # what people put between digits
_OF = r"[号码是为:： ]{0,4}"  # what stands between a word and its number
_FIRST, _LAST = r"(?<![0-9])", r"(?![0-9])"


def _digits(more: str) -> str:
    """A pattern for one digit and `more` of them, with separators between."""
    return rf"[0-9](?:{_SEP}[0-9]){{{more}}}"


_LONG = re.compile(rf"{_FIRST}{_digits('14,18')}(?:{_SEP}[xX])?{_LAST}")
_MOBILE = re.compile(rf"{_FIRST}(?:\+?(?:00)?86{_SEP})?1{_SEP}[3-9](?:{_SEP}[0-9]){{9}}{_LAST}")
_LANDLINE = re.compile(
    rf"{_FIRST}(?:\(0[1-9][0-9]{{1,2}}\)|0{_SEP}[1-9](?:{_SEP}[0-9]){{1,2}}){_SEP}[2-9](?:{_SEP}[0-9]){{6,7}}{_LAST}"
)
_PLATE = re.compile(
    rf"[{_PROVINCES}]{_SEP}[A-HJ-NP-Za-hj-np-z]{_SEP}"
    rf"(?=[A-Za-z]{{0,5}}[0-9])[A-HJ-NP-Za-hj-np-z0-9]{{4,5}}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳]{_LAST}"
)
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{2,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{2,63}){1,4}")
# A short number is only a phone, card or account when a word before it says so.
_SAID_PHONE = re.compile(rf"(?:电话|座机|手机|固话|联系方式|号码|拨打|致电){_OF}({_digits('6,11')}){_LAST}")
_SAID_CARD = re.compile(rf"(?:卡号|账号|帐号|账户|帐户|存折){_OF}({_digits('7,24')}){_LAST}")
_SAID_NAME = re.compile(
    rf"(?:微信|[Vv][Xx]|[Ww][Xx]|[Qq]{{2}}|[Qq]号|抖音|快手){_OF}([A-Za-z0-9][A-Za-z0-9_\-]{{4,24}})"
)

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECKS = "10X98765432"


def _folded(ch: str) -> str:
    plain = unicodedata.normalize("NFKC", ch)
    return plain if len(plain) == 1 else ch


def shadow(text: str) -> str:
    """The text in the same length with every way to write a digit, a space or a dash made one."""
    return "".join(map(_folded, text)).translate(_DIGITS).translate(_DASHES)


def is_identity(number: str) -> bool:
    """True if 18 characters are an identity number by their check digit (GB 11643-1999)."""
    if len(number) != 18 or not number[:17].isdigit():
        return False
    return _CHECKS[sum(w * int(d) for w, d in zip(_WEIGHTS, number, strict=False)) % 11] == number[17].upper()


def _is_day(number: str) -> bool:
    """True if six or eight digits are a day somebody now living may be born on."""
    year = int(number[:-4]) if len(number) == 8 else 1900 + int(number[:-4])
    try:
        date(year, int(number[-4:-2]), int(number[-2:]))
    except ValueError:
        return False
    return 1900 <= year < 2100


def looks_like_identity(number: str) -> bool:
    """An identity number, also one with a slip of the pen, and the 15 digits of before 1999."""
    if len(number) == 18:
        return is_identity(number) or (number[0] in "12345678" and _is_day(number[6:14]))
    return len(number) == 15 and number[0] in "12345678" and _is_day(number[6:12])


def is_card(number: str) -> bool:
    """True if 16 to 19 digits are a bank card number by Luhn's check."""
    if not (16 <= len(number) <= 19 and number.isdigit()) or len(set(number)) < 2:
        return False
    doubled = [int(d) * (1 + i % 2) for i, d in enumerate(reversed(number))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _long(found: re.Match[str]) -> str:
    number = "".join(ch for ch in found[0] if ch.isalnum())
    if looks_like_identity(number):
        return IDENTITY
    return BANK if is_card(number) else ""


def _always(word: str) -> Callable[[re.Match[str]], str]:
    return lambda _found: word


_SOUGHT: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_MAIL, _always(MAIL)),
    (_SAID_CARD, _always(BANK)),
    (_LONG, _long),
    (_MOBILE, _always(PHONE)),
    (_LANDLINE, _always(PHONE)),
    (_PLATE, _always(PLATE)),
    (_SAID_PHONE, _always(PHONE)),
    (_SAID_NAME, _always(ACCOUNT)),
)


def _spans(plain: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, word) of everything to blot out; the first pattern that takes a place keeps it."""
    taken = bytearray(len(plain))
    for pattern, name in _SOUGHT:
        for found in pattern.finditer(plain):
            start, end = found.span(pattern.groups)
            word = name(found)
            if word and not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                yield start, end, word


def masked(text: str) -> str:
    """The text with phones, identity and bank card numbers, plates, accounts and mail addresses blotted out."""
    out, last = [], 0
    for start, end, word in sorted(_spans(shadow(text))):
        out += [text[last:start], word]
        last = end
    return "".join([*out, text[last:]])
