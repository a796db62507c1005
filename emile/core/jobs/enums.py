from django.db.models import TextChoices


class State(TextChoices):
    QUEUED = "queued", "En attente"
    RUNNING = "running", "En cours"
    DONE = "done", "Terminé"
    FAILED = "failed", "Échoué"


LIVE = (State.QUEUED, State.RUNNING)
FINISHED = (State.DONE, State.FAILED)
