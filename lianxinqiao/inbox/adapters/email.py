"""E-mail by the office's SMTP server, to people who work in the network; residents are asked for no such address."""

import smtplib
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from lianxinqiao.base import vault
from lianxinqiao.inbox.adapters.port import Letter, Undeliverable
from lianxinqiao.inbox.enums import OutgoingState

SMTP = "django.core.mail.backends.smtp.EmailBackend"
TIMEOUT = 20  # seconds for each step of the conversation
FINAL = 500  # from here on a server's answer is its last word


def carry(letter: Letter) -> OutgoingState:
    """Hand the letter to the server. Raises Undeliverable where it refuses for good, OSError or SMTPException else."""
    mail = settings.MAIL
    if mail is None:
        raise Undeliverable("no channel")
    server = get_connection(
        SMTP,
        host=mail.host,
        port=mail.port,
        username=mail.user,
        password=mail.password,
        use_ssl=mail.tls,
        use_tls=mail.starttls,
        timeout=TIMEOUT,
    )
    try:
        server.send_messages([_message(letter, mail.sender)])
    except smtplib.SMTPRecipientsRefused as wrong:
        _last_word([code for code, _words in wrong.recipients.values()])
        raise
    except smtplib.SMTPAuthenticationError:
        raise  # somebody will mend the password
    except smtplib.SMTPResponseException as wrong:
        _last_word([wrong.smtp_code])
        raise
    return OutgoingState.SENT


def _last_word(codes: Iterable[int]) -> None:
    """Raise Undeliverable if the server would say the same again; its own words may name the receiver."""
    told = sorted(codes)
    if told and told[0] >= FINAL:
        raise Undeliverable(f"SMTP {told[0]}") from None


def _message(letter: Letter, sender: str) -> EmailMessage:
    """Sent twice after a crash it has the same Message-ID, so that a mailbox may show it once."""
    mark = vault.mac("mail", letter.key.encode()).hex()[:32]
    headers = {"Message-ID": f"<{mark}@{sender.rpartition('@')[2]}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(letter.subject, _text(letter), sender, [letter.to], headers=headers)


def _text(letter: Letter) -> str:
    """The words, and where to go on: a page that asks for a sign-in first."""
    where = settings.ADDRESS.rstrip("/") + letter.link if settings.ADDRESS and letter.link else ""
    goes_on = _("请打开：%(where)s") % {"where": where} if where else _("请登录连心桥，在“消息”里打开。")
    return "\n\n".join([letter.words, goes_on, _("这是连心桥自动发出的信，请不要回复。")])
