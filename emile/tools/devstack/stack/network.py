"""Ports and the one page that says the web server is well."""

import http.client
import socket


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_port_taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        # As gunicorn does: connections of a server just stopped, still fading out, do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def is_healthy(host: str, port: int) -> bool:
    """http.client, not urllib: a proxy named in the environment must not be asked for this machine's page."""
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
