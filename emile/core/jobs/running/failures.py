"""What a failure means: a sentence for the person, and whether trying again makes sense."""

import errno
import traceback
from dataclasses import dataclass

from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404

from emile.core.jobs.errors import JobRefused, UnknownJobKind

NOT_YOURS = "Ce travail porte sur un élément qui n'existe plus ou auquel vous n'avez plus accès."
TOO_LONG = "Ce travail a pris plus de temps que permis et a été arrêté. Réessayez, ou demandez une période plus courte."
TOO_BIG = "Ce travail demande trop de mémoire et a été arrêté. Demandez une période ou une sélection plus petite."
DISK_FULL = "Le disque du serveur est plein : le fichier n'a pas pu être écrit. Prévenez votre administrateur."
UNKNOWN_KIND = "Ce travail n'existe plus dans cette version de l'application."
UNEXPECTED = "Une erreur inattendue a interrompu ce travail, malgré plusieurs essais. Vous pouvez réessayer."
INTERRUPTED = "Ce travail a été interrompu plusieurs fois avant d'aboutir. Vous pouvez réessayer."


@dataclass(frozen=True)
class Failure:
    sentence: str
    error_class: str
    final: bool


def explain(error: Exception) -> Failure:
    sentence, final = _sentence(error)
    return Failure(sentence[:300], type(error).__name__[:100], final)


def where(error: Exception) -> str:
    """File and line of the last frames. Never the message: it may quote personal data."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames))


def _sentence(error: Exception) -> tuple[str, bool]:
    match error:
        case JobRefused():
            return str(error) or UNEXPECTED, True
        case ObjectDoesNotExist() | PermissionDenied() | Http404():
            return NOT_YOURS, True
        case UnknownJobKind():
            return UNKNOWN_KIND, False  # during a deployment, the next worker may know it
        case SoftTimeLimitExceeded():
            return TOO_LONG, True
        case MemoryError():
            return TOO_BIG, True
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return DISK_FULL, False
        case _:
            return UNEXPECTED, False
