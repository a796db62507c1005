"""For the containers' health checks: is this part of ``/healthz`` well? ``check_health.py http://web:8000 worker``

Each container answers for its own part: a stopped worker must not have the web containers restarted.
"""

import http.client
import json
import os
import sys
from urllib.parse import urlsplit


def site_name() -> str:
    """Django refuses a Host it does not know."""
    return os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].lstrip(".")


def parts(base: str) -> dict[str, str]:
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=8)
    connection.request("GET", "/healthz", headers={"Host": site_name()})
    answer: dict[str, str] = json.loads(connection.getresponse().read())
    return answer


if __name__ == "__main__":
    sys.exit(parts(sys.argv[1]).get(sys.argv[2]) != "ok")
