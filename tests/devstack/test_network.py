import http.server
import socket
import threading
from contextlib import contextmanager

import pytest

from emile.tools.devstack.stack import network


@contextmanager
def answering(status: int):
    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_a_free_port_can_be_bound():
    port = network.free_port()
    assert not network.is_port_taken("127.0.0.1", port)


def test_a_listening_port_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert network.is_port_taken("127.0.0.1", server.getsockname()[1])


@pytest.mark.parametrize(("status", "expected"), [(200, True), (503, False), (302, False)])
def test_only_200_is_healthy(status, expected):
    with answering(status) as port:
        assert network.is_healthy("127.0.0.1", port) is expected


def test_nobody_there_is_not_healthy():
    assert not network.is_healthy("127.0.0.1", network.free_port())


def test_a_proxy_in_the_environment_is_not_asked(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with answering(200) as port:
        assert network.is_healthy("127.0.0.1", port)
