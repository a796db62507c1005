"""What a failure means to the person, and whether trying again makes sense."""

import errno

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404

from emile.core.jobs.errors import JobRefused, UnknownJobKind
from emile.core.jobs.running.failures import Failure, explain, where

NOT_YOURS = "Ce travail porte sur un élément qui n'existe plus ou auquel vous n'avez plus accès."
UNEXPECTED = "Une erreur inattendue a interrompu ce travail, malgré plusieurs essais. Vous pouvez réessayer."
DISK_FULL = "Le disque du serveur est plein : le fichier n'a pas pu être écrit. Prévenez votre administrateur."
TOO_LONG = "Ce travail a pris plus de temps que permis et a été arrêté. Réessayez, ou demandez une période plus courte."
TOO_BIG = "Ce travail demande trop de mémoire et a été arrêté. Demandez une période ou une sélection plus petite."
GONE = "Ce travail n'existe plus dans cette version de l'application."
AGAIN, OVER = False, True


@pytest.mark.parametrize(
    ("error", "sentence", "final"),
    [
        (JobRefused("Ce dossier n'a pas de diagnostic."), "Ce dossier n'a pas de diagnostic.", OVER),
        (JobRefused(), UNEXPECTED, OVER),
        (ObjectDoesNotExist("Diallo"), NOT_YOURS, OVER),
        (PermissionDenied(), NOT_YOURS, OVER),
        (Http404(), NOT_YOURS, OVER),
        (UnknownJobKind("gone"), GONE, AGAIN),
        (SoftTimeLimitExceeded(), TOO_LONG, OVER),
        (MemoryError(), TOO_BIG, OVER),
        (OSError(errno.ENOSPC, "No space left"), DISK_FULL, AGAIN),
        (OSError(errno.EDQUOT, "Quota exceeded"), DISK_FULL, AGAIN),
        (OSError(errno.EACCES, "Permission denied"), UNEXPECTED, AGAIN),
        (ZeroDivisionError("Diallo"), UNEXPECTED, AGAIN),
    ],
)
def test_each_error(error, sentence, final):
    assert explain(error) == Failure(sentence, type(error).__name__, final)


def test_a_sentence_and_a_name_fit_their_columns():
    class_ = type("E" * 120, (JobRefused,), {})
    failure = explain(class_("é" * 400))
    assert (failure.sentence, failure.error_class) == ("é" * 300, "E" * 100)


def test_where_says_the_last_four_places_nearest_first_and_never_the_message():
    def deeper(left: int) -> None:
        if left == 0:
            raise ZeroDivisionError("Diallo")
        deeper(left - 1)

    with pytest.raises(ZeroDivisionError) as raised:
        deeper(5)
    line = deeper.__code__.co_firstlineno
    assert where(raised.value) == " < ".join(
        f"test_failures.py:{line + more}" for more in (2, 3, 3, 3)
    )  # fmt: skip
