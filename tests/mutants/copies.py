"""Copies of the tree in which faults are put, and the databases made for them."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = (".git", ".venv", "var", ".*_cache", ".hypothesis", "staticfiles")
LATER = 10
WITH_COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}
"""Once, so that each run need not compile the product and its tests again."""


@dataclass(frozen=True)
class Copy:
    root: Path

    @classmethod
    def make(cls, root: Path) -> "Copy":
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(*LEFT_OUT))
        collect = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:xdist", "-p", "no:cacheprovider"]
        subprocess.run(collect, cwd=root, env=os.environ | WITH_COMPILED, capture_output=True, check=False)
        return cls(root)

    def read(self, file: str) -> str:
        return (self.root / file).read_text()

    def write(self, file: str, text: str) -> None:
        """Compiled files are trusted by date, to the second: each text has a date of its own."""
        path = self.root / file
        seconds = path.stat().st_mtime + LATER
        path.write_text(text)
        os.utime(path, (seconds, seconds))

    def env(self, **more: str) -> dict[str, str]:
        return os.environ | {"PYTHONDONTWRITEBYTECODE": "1"} | more

    def python(self, *arguments: str, **env: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            env=self.env(**env),
            capture_output=True,
            text=True,
            check=False,
        )


def with_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def drop_database(name: str) -> None:
    """Left behind by a run that was killed, or made for one fault."""
    with psycopg.connect(with_database(os.environ["DATABASE_OWNER_URL"], "postgres"), autocommit=True) as owner:
        owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
