"""How the product is served, in the image, by `make demo` and in `make bench`: whoever changes it measures it."""

from pathlib import Path

worker_class = "gthread"
workers = 2
threads = 4
"""Eight requests at once. Each place keeps a database connection and its plans."""
preload_app = True
"""Loaded once and shared by the workers, which start in no time; a new version is a new container."""
timeout = 60
graceful_timeout = 20
max_requests = 5_000
max_requests_jitter = 500
control_socket_disable = True
"""It would be one fixed file for every gunicorn of the account."""
_in_memory = Path("/dev/shm")  # noqa: S108 (a folder in memory, not a temporary file)
worker_tmp_dir = str(_in_memory) if _in_memory.is_dir() else None
"""The heartbeat file must not wait for a slow disk."""
