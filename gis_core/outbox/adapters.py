"""What hands a message over to a gateway: one function of a letter per channel.

An adapter for another gateway (SMS, government messaging) is a function of a `Letter` named by
settings.OUTBOX_ADAPTERS. It returns once the gateway has the message, and raises

- `Undeliverable` where no further try can succeed (the gateway refuses the address or text);
- `Unreachable` where the gateway takes nothing from anybody: no other message is tried now;
- anything else where this message may be tried again later.

It may be called again with the same `Letter.key` after a crash; it should pass the key on, so that
the gateway can tell a repetition.
"""

import json
import smtplib
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email

PERMANENT = range(500, 600)


@dataclass(frozen=True)
class Letter:
    """What a gateway is given; `key` is the same however often the message is tried."""

    key: str
    to: str
    subject: str
    body: str


class Undeliverable(Exception):
    """This message will never be taken."""


class Unreachable(Exception):
    """The gateway takes no message at present."""


def send_email(letter: Letter) -> None:
    """Hand a letter to the mail server of EMAIL_URL, under a Message-ID made of its key."""
    try:
        validate_email(letter.to)
    except ValidationError as error:
        raise Undeliverable("收件人不是有效的邮箱地址") from error
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    headers = {"Message-ID": f"<{letter.key}@{domain}>", "Auto-Submitted": "auto-generated"}
    email = EmailMessage(letter.subject, letter.body, None, [letter.to], headers=headers)
    email.connection = get_connection()
    try:
        email.connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable(str(error)) from error
    try:
        email.send()
    except smtplib.SMTPRecipientsRefused as error:
        _judge([code for code, _text in error.recipients.values()], error)
    except smtplib.SMTPDataError as error:
        _judge([error.smtp_code], error)
    finally:
        email.connection.close()


def send_to_folder(letter: Letter) -> None:
    """Write a letter as a file of its own into OUTBOX_FOLDER, for a gateway that fetches files.

    A file is whole once it has its name, and has the same name when it is written again.
    """
    folder = Path(settings.OUTBOX_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{letter.key}.part"
    part.write_text(json.dumps(asdict(letter), ensure_ascii=False), encoding="utf-8")
    part.replace(folder / f"{letter.key}.json")


def _judge(codes: list[int], error: smtplib.SMTPException) -> None:
    """Raises Undeliverable where every answer was permanent, else the error itself."""
    if codes and all(code in PERMANENT for code in codes):
        raise Undeliverable(str(error)) from error
    raise error
