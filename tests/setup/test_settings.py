import logging
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from allied.settings import parts
from allied.settings.variables import VARIABLES, unknown


def test_there_are_at_most_ten_variables_and_each_says_what_it_means() -> None:
    assert len(VARIABLES) <= 10
    assert all(variable.meaning for variable in VARIABLES)


def test_an_unknown_variable_is_named_with_its_nearest_neighbor() -> None:
    (sentence,) = unknown({"ALLIED_DATABSE_URL": "x", "ALLIED_PORT": "1", "HOME": "/root"})

    assert "ALLIED_DATABSE_URL" in sentence
    assert "Did you mean ALLIED_DATABASE_URL?" in sentence


def test_the_secret_is_made_once_and_for_the_owner_alone(tmp_path: Path) -> None:
    first = parts.secret(tmp_path)

    assert parts.secret(tmp_path) == first
    assert len(first) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [place.name for place in tmp_path.iterdir()] == ["secret_key"]


def test_postgresql_with_a_socket_and_a_quoted_password(tmp_path: Path) -> None:
    made = parts.database("postgresql://me:p%40ss@%2Fvar%2Frun%2Fpostgresql/allied?sslmode=require", tmp_path)

    assert (made["HOST"], made["USER"], made["PASSWORD"]) == ("/var/run/postgresql", "me", "p@ss")
    assert made["OPTIONS"] == {"options": parts.POSTGRES_PLANNING, "sslmode": "require"}


@pytest.mark.parametrize("url", ["mysql://a/b", "postgresql://host", "postgresql://host:port/x", "allied.sqlite3"])
def test_an_address_of_no_use_is_refused_without_repeating_it(url: str, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        parts.database(url, tmp_path)

    assert url not in str(refusal.value)


def test_mail_is_off_until_it_is_configured() -> None:
    assert parts.mail("")["EMAIL_BACKEND"].endswith("dummy.EmailBackend")


def test_mail_by_starttls_by_tls_and_plain() -> None:
    assert parts.mail("smtp://me:p%3Aw@mail.example.org")["EMAIL_HOST_PASSWORD"] == "p:w"
    assert parts.mail("smtp://mail.example.org")["EMAIL_USE_TLS"]
    assert parts.mail("smtps://mail.example.org")["EMAIL_PORT"] == 465
    assert "EMAIL_USE_TLS" not in parts.mail("smtp+plain://localhost")


def test_a_log_level_of_no_use_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="ALLIED_LOG"):
        parts.logging("LOUD")


def test_neither_secrets_nor_tokens_reach_the_log() -> None:
    event = {
        "event": "Not Found: /invitations/hT6yGq0pX9vBz2LkWm4Rjs8E?next=/",
        "password": "hunter2",
        "api_token": "abc",
        "logger": "django.request",
    }

    told = parts.without_secrets(None, "warning", event)

    assert "hT6yGq0p" not in told["event"]
    assert told["event"].startswith("Not Found: /invitations/…")
    assert {told["password"], told["api_token"]} == {"…"}


def test_exceptions_are_logged_without_the_values_of_variables(capsys: pytest.CaptureFixture[str]) -> None:
    formatter = parts.logging("WARNING")["formatters"]["structlog"]
    handler = logging.StreamHandler()
    handler.setFormatter(
        formatter["()"](foreign_pre_chain=formatter["foreign_pre_chain"], processors=formatter["processors"])
    )
    logger = logging.Logger("allied.test")
    logger.addHandler(handler)
    try:
        password = "hunter2"
        raise ValueError(len(password))
    except ValueError:
        logger.exception("failed")

    said = capsys.readouterr().err
    assert "ValueError" in said
    assert "hunter2" not in said
