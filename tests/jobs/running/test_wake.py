"""The wake-up call: to which queue, within which limits; and never an exception."""

import pytest
import redis

from emile.celery import app
from emile.core.jobs import registry
from emile.core.jobs.models import Job
from emile.core.jobs.running import wake
from tests.jobs.conftest import redis_at


@pytest.fixture
def sent(monkeypatch):
    """What Celery would have published."""
    published = []
    monkeypatch.setattr(wake, "broker_answers", lambda: True)
    monkeypatch.setattr(app.tasks["jobs.run_job"], "apply_async", lambda **call: published.append(call))
    return published


@pytest.mark.parametrize(
    ("seconds", "queue", "soft", "hard"), [(90, "default", 90, 120), (600, "pdf", 600, 630), (1, "pdf", 1, 31)]
)
def test_says_which_job_in_which_queue_and_the_soft_limit_comes_first(sent, monkeypatch, seconds, queue, soft, hard):
    monkeypatch.setattr(registry, "_kinds", {})
    registry.job_kind("paper", label="Synthèse", seconds=seconds)(lambda job, report: None)
    job = Job(kind="paper", queue=queue)
    assert wake.call(job)
    (call,) = sent
    assert (call["args"], call["queue"]) == ([str(job.pk)], queue)
    assert (call["soft_time_limit"], call["time_limit"]) == (soft, hard)
    assert call["retry"] is False


def test_a_kind_unknown_here_is_called_all_the_same(sent):
    assert wake.call(Job(kind="gone", queue="default"))
    assert (sent[0]["soft_time_limit"], sent[0]["time_limit"]) == (90, 120)


def test_the_limits_of_the_worker_come_in_the_same_order():
    assert (app.conf.task_soft_time_limit, app.conf.task_time_limit) == (90, 120)
    assert app.conf.broker_transport_options["visibility_timeout"] == 900


def test_nothing_is_published_when_nobody_answers(sent, monkeypatch):
    monkeypatch.setattr(wake, "broker_answers", lambda: False)
    assert not wake.call(Job(kind="gone", queue="default"))
    assert sent == []


def test_any_trouble_of_the_broker_is_no_trouble_of_the_caller(sent, monkeypatch):
    def break_down(**call):
        raise redis.ConnectionError

    monkeypatch.setattr(app.tasks["jobs.run_job"], "apply_async", break_down)
    assert not wake.call(Job(kind="gone", queue="default"))


def test_the_broker_of_the_tests_answers_and_counts_what_waits():
    assert wake.broker_answers()
    assert wake.messages_waiting("no-such-queue") == 0


def test_nobody_answers_on_a_port_that_nobody_listens_to():
    with redis_at(1):
        assert not wake.broker_answers()
        with pytest.raises(redis.RedisError):
            wake.messages_waiting("default")


def test_each_queue_is_of_its_own():
    queues = {
        queue.name: (queue.exchange.name, queue.exchange.type, queue.routing_key) for queue in app.conf.task_queues
    }
    assert queues == {"default": ("default", "direct", "default"), "pdf": ("pdf", "direct", "pdf")}
