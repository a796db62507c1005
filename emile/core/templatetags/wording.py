"""Dates, delays and figures as people say them in French. Registered as filters by ``components``."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import number_format

NBSP = "\u00a0"
NARROW = "\u202f"
MONTHS = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]


def as_date(value: dt.date | dt.datetime) -> dt.date:
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def span(days: int) -> str:
    """Days up to two months, then months, then years."""
    if days < 60:
        return f"{days}{NBSP}jour{'s' if days > 1 else ''}"
    if days < 730:
        return f"{round(days / 30.44)}{NBSP}mois"
    return f"{days // 365}{NBSP}ans"


def since(value: dt.date | dt.datetime | None, today: dt.date | None = None) -> str:
    """« depuis 12 jours », « depuis hier », « depuis aujourd'hui ». Lists give ``today``, read once for their lines."""
    if not value:
        return ""
    days = ((today or timezone.localdate()) - as_date(value)).days
    if days <= 0:
        return "depuis aujourd'hui"
    return "depuis hier" if days == 1 else f"depuis {span(days)}"


def until(value: dt.date | dt.datetime | None, today: dt.date | None = None) -> str:
    """« dans 12 jours », « demain », « aujourd'hui », « en retard de 3 jours »."""
    if not value:
        return ""
    days = (as_date(value) - (today or timezone.localdate())).days
    words = {0: "aujourd'hui", 1: "demain"}
    return words.get(days) or (f"dans {span(days)}" if days > 0 else f"en retard de {span(-days)}")


def day(value: dt.date | dt.datetime | None) -> str:
    """« 19 nov. 2026 »; « 1er juin 2026 »."""
    if not value:
        return ""
    date = as_date(value)
    number = "1er" if date.day == 1 else str(date.day)
    return f"{number}{NBSP}{MONTHS[date.month - 1]}{NBSP}{date.year}"


def moment(value: dt.date | dt.datetime | None) -> str:
    """« 3 juin 2026 à 14:32 »; a date without time reads as ``day``."""
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{day(value)} à {local:%H:%M}"
    return day(value)


def number(value: object) -> object:
    """« 1 234,5 »; what is not a number is left as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return value
    if isinstance(value, int):
        return f"{value:,}".replace(",", NARROW)
    text = number_format(value, decimal_pos=None, use_l10n=True, force_grouping=True)
    return text.replace(NBSP, NARROW)


def euros(value: Decimal | float | int | None) -> str:
    """« 1 234,50 € »; whole amounts without cents."""
    if value in (None, ""):
        return ""
    amount = Decimal(str(value)).quantize(Decimal("0.01"))
    decimals = 0 if amount == amount.to_integral_value() else 2
    text = number_format(amount, decimal_pos=decimals, use_l10n=True, force_grouping=True)
    return f"{text.replace(NBSP, NARROW)}{NBSP}€"


def initials(name: str) -> str:
    words = [word for word in str(name).replace("-", " ").split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


def plural(count: int, noun: str) -> str:
    """``{{ 3|plural:"dossier" }}`` → « 3 dossiers » (each word takes an s: « dossier ouvert »)."""
    if abs(count) >= 2:
        noun = " ".join(word if word.endswith(("s", "x", "z")) else f"{word}s" for word in noun.split())
    return f"{number(count)}{NBSP}{noun}"
