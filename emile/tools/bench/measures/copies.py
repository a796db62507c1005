"""The measures write for good, as people do: on a copy of the generated database, thrown away afterwards."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

PATIENCE = 15.0
ALIASES = ("default", "owner")
Server = psycopg.Connection[tuple[object, ...]]


class NoCopy(Exception):
    """The owner's login may not make a database here. ``str(error)`` says what the server answered."""


@contextmanager
def working_copy(say: Callable[[str], None]) -> Iterator[str]:
    """Inside, Django's connections lead to the copy; gives its name.

    :raises NoCopy: the server refuses.
    """
    original = str(settings.DATABASES["default"]["NAME"])
    name = f"{original}_copie"
    connections.close_all()
    began = time.perf_counter()
    with server() as owner:
        try:
            drop(owner, name)
            owner.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                    sql.Identifier(name), sql.Identifier(original)
                )
            )
        except psycopg.Error as error:
            raise NoCopy(str(error)) from error
    say(f"Copie de travail : {time.perf_counter() - began:.1f} s")
    lead_to(name)
    try:
        yield name
    finally:
        connections.close_all()
        lead_to(original)
        with server() as owner:
            drop(owner, name)


def drop(owner: Server, name: str) -> None:
    """The server's last connections take a moment to end, and the owner may not end them for the application.

    :raises psycopg.Error: somebody is still in it after ``PATIENCE`` seconds.
    """
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            owner.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
            return
        except psycopg.errors.ObjectInUse:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def server() -> Server:
    """The owner's own connection, outside Django, to a database that is not copied."""
    owner = settings.DATABASES["owner"]
    return psycopg.connect(
        host=str(owner["HOST"]),
        port=str(owner["PORT"]) or None,
        user=str(owner["USER"]),
        password=str(owner["PASSWORD"]),
        dbname="postgres",
        autocommit=True,
    )


def lead_to(name: str) -> None:
    for alias in ALIASES:
        settings.DATABASES[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name


def address_of(url: str, name: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
