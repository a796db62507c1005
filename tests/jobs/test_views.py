import pytest
from django.urls import reverse

from emile.core.database.identity import acting_as, acting_as_system
from emile.core.jobs import actions
from emile.core.jobs.enums import State
from emile.core.jobs.models import Job
from emile.core.jobs.running import execution, results
from tests.jobs.conftest import change, fresh, make_job
from tests.markup import on_one_line


@pytest.fixture
def signed_in(client, person):
    return client.sign_in(person)


@pytest.fixture
def ask(calls):
    def ask(person, kind="test_paper"):
        with acting_as(person.pk):
            return actions.enqueue(kind, args={}, by=person)

    return ask


def url(name, job):
    return reverse(f"jobs:{name}", args=[job.pk])


def test_a_waiting_job_refreshes_itself_with_and_without_javascript(signed_in, person, ask):
    page = signed_in.get(url("detail", ask(person))).content.decode()
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in on_one_line(page)
    assert 'hx-trigger="every 1s"' in page
    assert "En attente de son tour" in page


def test_the_progress_is_the_rows(signed_in, person, ask):
    job = ask(person)
    execution.claim(job.pk)
    change(job, progress=62, progress_text="Mise en page")
    fragment = signed_in.get(url("state", job)).content.decode()
    assert 'value="62"' in fragment
    assert "Mise en page" in fragment
    assert "<html" not in fragment


def test_a_finished_job_offers_its_file_and_stops_asking(signed_in, person, ask):
    job = ask(person)
    execution.run(job.pk)
    page = signed_in.get(url("detail", job)).content.decode()
    assert url("download", job) in page
    assert "every 1s" not in page
    assert "refresh" not in page


def test_the_file_is_sent_as_an_attachment_that_nothing_keeps_or_guesses(signed_in, person, ask):
    job = ask(person)
    execution.run(job.pk)
    response = signed_in.get(url("download", job))
    assert b"".join(response.streaming_content) == b"%PDF-1.7 contents"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="papier-K7QF3M.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_purged_file_is_not_found(signed_in, person, ask):
    job = ask(person)
    execution.run(job.pk)
    results.remove(fresh(job).result_path)
    assert signed_in.get(url("download", job)).status_code == 404


def test_a_failed_job_says_why_and_starts_again(signed_in, person, ask, calls):
    job = ask(person, "test_refused")
    execution.run(job.pk)
    page = signed_in.get(url("detail", job)).content.decode()
    assert "Ce dossier n&#x27;a pas encore de diagnostic." in page
    assert "Réessayer" in page
    response = signed_in.post(url("retry", job))
    assert (response.status_code, response["Location"]) == (302, url("detail", job))
    assert fresh(job).state == State.QUEUED


def test_starting_again_is_a_post(signed_in, person, ask):
    assert signed_in.get(url("retry", ask(person))).status_code == 405


@pytest.mark.parametrize("name", ["detail", "state", "download"])
def test_somebody_elses_job_is_not_found(signed_in, make_person, ask, name):
    job = ask(make_person())
    execution.run(job.pk)
    assert signed_in.get(url(name, job)).status_code == 404


def test_somebody_elses_job_does_not_start_again(signed_in, make_person, ask):
    assert signed_in.post(url("retry", ask(make_person(), "test_refused"))).status_code == 404


def test_my_work_lists_mine_only(signed_in, person, make_person, ask):
    mine, other = ask(person), ask(make_person())
    page = signed_in.get(reverse("jobs:list")).content.decode()
    assert str(mine.pk) in page
    assert str(other.pk) not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_a_fixed_number_of_times(signed_in, person, ask, count, django_assert_num_queries):
    for _ in range(count):
        ask(person)
    with django_assert_num_queries(8):
        signed_in.get(reverse("jobs:list"))


def test_fifty_a_page(signed_in, person):
    with acting_as_system():
        Job.objects.bulk_create(Job(kind="test_paper", requested_by=person) for _ in range(51))
    first = signed_in.get(reverse("jobs:list")).context["list"].page
    second = signed_in.get(reverse("jobs:list") + first.after).context["list"].page
    assert [len(first.rows), len(second.rows), second.after] == [50, 1, ""]
    assert not set(first.rows) & set(second.rows)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"state": State.QUEUED}, "En attente"),
        ({"state": State.RUNNING}, "En cours"),
        ({"state": State.FAILED}, "Échoué"),
        ({"state": State.DONE}, "Terminé"),
    ],
)
def test_each_line_says_its_state_and_gives_its_file(signed_in, person, fields, said):
    stored = {"result_name": "a.pdf", "result_path": "2026/a", "result_sha256": "0" * 64, "result_size": 2048}
    done = fields["state"] == State.DONE
    with acting_as_system():
        job = make_job(kind="test_paper", requested_by=person, **fields, **(stored if done else {}))
    page = signed_in.get(reverse("jobs:list")).text.replace("\xa0", " ")
    assert said in page
    assert (url("download", job) in page, "2,0 Kio" in page) == (done, done)


def test_an_empty_list_says_so(signed_in):
    assert "Aucun travail en cours" in signed_in.get(reverse("jobs:list")).content.decode()


@pytest.mark.parametrize("asked", ["abc", "0", "-1", "999", "\0"])
def test_a_place_that_does_not_exist_is_the_first_page(sign_in, world, asked):
    assert sign_in(world.head).get("/travaux/", {"apres": asked}).status_code == 200
