"""What one connection weighs in the database server: eight of them are the larger part of a web instance."""

import re
import sys
from pathlib import Path

import pytest
from django.db import connection

SORTED = "SELECT count(*) FROM (SELECT g, md5(g::text) m FROM generate_series(1, {rows}) g ORDER BY m OFFSET 1) AS s"
NEXT_TO_NOTHING = 4.0


def own_megabytes(pid: int) -> float:
    """Of a process, without the memory that it shares."""
    return int(re.search(r"RssAnon:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())[1]) / 1024


@pytest.mark.skipif(sys.platform != "linux", reason="the setting is glibc's, the figures are Linux's")
@pytest.mark.django_db
def test_a_connection_gives_back_what_large_statements_took():
    """Two that need a large block teach glibc to keep it; the third is the one that it would keep."""
    fresh = connection.copy()
    try:
        with fresh.cursor() as cursor:
            cursor.execute("SET work_mem = '64MB'")
            before = own_megabytes(fresh.connection.info.backend_pid)
            for rows in (200_000, 400_000, 200_000):
                cursor.execute(SORTED.format(rows=rows))
            assert own_megabytes(fresh.connection.info.backend_pid) - before < NEXT_TO_NOTHING
    finally:
        fresh.close()
