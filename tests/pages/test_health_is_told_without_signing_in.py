import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["livez", "readyz"])
def test_a_working_process_says_so(client: Client, page: str) -> None:
    answer = client.get(reverse(page))
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert "no-cache" in answer["Cache-Control"]


def test_a_process_without_database_lives_but_is_not_ready(client: Client) -> None:
    def refuse(*args: object) -> None:
        raise OperationalError("the database is away")

    with connection.execute_wrapper(refuse):
        assert client.get(reverse("livez")).status_code == 200


@pytest.mark.django_db
def test_a_database_that_does_not_answer_makes_the_process_unready(client: Client) -> None:
    def refuse(*args: object) -> None:
        raise OperationalError("the database is away")

    with connection.execute_wrapper(refuse):
        answer = client.get(reverse("readyz"))
    assert (answer.status_code, answer.content) == (503, b"database unreachable")
