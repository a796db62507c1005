"""The Celery tasks. Each loads its object by id and makes one call."""

from uuid import UUID

from emile.celery import app
from emile.core.jobs.running import execution
from emile.core.jobs.upkeep import purge, sweeper


@app.task(name="jobs.run_job")
def run_job(job_id: str) -> None:
    execution.run(UUID(job_id))


@app.task(name="jobs.sweep")
def sweep() -> None:
    sweeper.sweep()


@app.task(name="jobs.purge")
def purge_old() -> None:
    purge.purge()
