"""Mail: what waits in the outbox becomes a message in its reader's language, and goes into a folder or to a server.

A folder is the default: each message is a file named by its number, so that sending twice is writing the same file. To
a server a message goes under a Message-ID made of that number, by which a mail program knows a repetition.
"""

import smtplib
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import sqlalchemy as sa
import structlog

from registry import notice_wording
from registry.config import Config
from registry.store import outbox
from registry.store.outbox import Mail

TIMEOUT_S: Final = 30
_NAMES: Final = {"zh": "自贸区环境权益登记簿", "en": "Registry of environmental rights"}
_FEET: Final = {
    "zh": "本邮件由登记簿自动发出，请勿回复。登记机构不会索取您的密码、验证码或密钥。\n通知设置：",
    "en": "This mail was sent by the registry; please do not answer it. Nobody at the registry will ask for your"
    " password, code or key.\nWhat you are told of: ",
}

_ABOUT_ONE_MAIL: Final = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)

Send = Callable[[EmailMessage, int], None]
log = structlog.get_logger("mail")


def message_of(mail: Mail, config: Config) -> EmailMessage:
    """Return a mail as a message: plain text, in its reader's language."""
    language = mail.language
    made = EmailMessage(policy=SMTP)
    made["From"] = config.mail_from
    made["To"] = mail.address
    # Facts come from people, and a header is one line.
    made["Subject"] = f"[{_NAMES[language]}] {' '.join(notice_wording.title(mail.event, language).split())}"
    made["Date"] = format_datetime(datetime.fromtimestamp(mail.at // outbox.SECOND, UTC))
    made["Message-ID"] = f"<notice-{mail.id}@{config.origin}>"
    made["Auto-Submitted"] = "auto-generated"
    parts = [notice_wording.text(mail.event, mail.facts, language)]
    if mail.link:
        parts.append(f"{config.url}{mail.link}")
    parts.append(f"-- \n{_FEET[language]}{config.url}/notices/settings")
    made.set_content("\n\n".join(parts) + "\n", charset="utf-8", cte="base64")
    return made


def sender(config: Config) -> Send:
    """Return the way that the settings name: a folder, or a server (``smtp://`` with STARTTLS, ``smtps://``)."""
    if not config.mail:
        return _into(config.directory / "outbox")
    return _by_smtp(config)


def send_due(engine: sa.Engine, config: Config, send: Send, *, clock: Callable[[], int]) -> int:
    """Send what is due, and note what became of it; return how many went out. `clock` in microseconds UTC."""
    sent = 0
    broken: OSError | None = None
    for mail in outbox.claim(engine, clock()):
        try:
            if broken is not None:  # the server is away: the rest waits, and not for a time-out each
                raise broken
            send(message_of(mail, config), mail.id)
        except (OSError, ValueError) as error:
            if isinstance(error, OSError) and not isinstance(error, _ABOUT_ONE_MAIL):
                broken = error
            log.warning("mail not sent", id=mail.id, tries=mail.tries, error=type(error).__name__)
            outbox.note_failed(engine, mail, f"{type(error).__name__}: {error}", clock())
        else:
            outbox.note_sent(engine, mail, clock())
            sent += 1
    outbox.forget_sent(engine, clock())
    return sent


def _into(folder: Path) -> Send:
    def send(message: EmailMessage, number: int) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part, whole = folder / f".{number:08d}.part", folder / f"{number:08d}.eml"
        part.write_bytes(message.as_bytes())
        part.replace(whole)

    return send


def _by_smtp(config: Config) -> Send:
    parts = urlsplit(config.mail)
    host, port = parts.hostname or "", parts.port
    context = ssl.create_default_context()

    def send(message: EmailMessage, _number: int) -> None:
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT_S, context=context)
        else:
            server = smtplib.SMTP(host, port or 587, timeout=TIMEOUT_S)
        with server:
            if parts.scheme == "smtp":
                server.starttls(context=context)
            if parts.username:
                server.login(parts.username, config.mail_password)
            server.send_message(message)

    return send
