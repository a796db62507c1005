"""What a paper costs to a worker: « Synthèse de candidature » of some families, by the job that people ask for."""

import time
from collections.abc import Callable

from candidates.models import Journey
from candidates.steps import Step
from emile.accounts.models import User
from emile.core.database.identity import acting_as, acting_as_system
from emile.core.jobs.actions import enqueue
from emile.core.jobs.running import execution
from emile.core.pdf import engine_is_installed
from emile.tools.bench.discovery.explore import Findings
from emile.tools.bench.figures import Figures, middle

PAPERS, WARM_UP = 20, 3


def measure_papers(findings: list[Findings], figures: Figures, say: Callable[[str], None]) -> None:
    """Nothing is measured where the PDF engine is not installed: the report says so."""
    figures.load.paper = 0
    if not engine_is_installed():
        return
    say("Papiers…")
    user = findings[0].reach.user
    assert user is not None
    with acting_as_system():
        files = list(Journey.objects.visible_to(user).filter(step=Step.SUPPORT).order_by("pk")[: PAPERS + WARM_UP])
    took = [processor_ms_of(journey, user) for journey in files]
    figures.load.paper = middle(took[WARM_UP:] or took)


def processor_ms_of(journey: Journey, user: User) -> float:
    """From the claim to the stored file, as a worker does it."""
    with acting_as(user.pk):
        job = enqueue("candidature_summary", args={"journey": journey.pk}, by=user)
    began = time.process_time()
    execution.run(job.pk)
    return (time.process_time() - began) * 1000
