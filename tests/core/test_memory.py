"""How a server process looks for garbage."""

from emile.core import memory


def test_all_that_is_loaded_is_collected_then_frozen_then_looked_at_less_often(monkeypatch):
    done = []

    class Collector:
        def __getattr__(self, name):
            return lambda *values: done.append((name, *values))

    monkeypatch.setattr(memory, "gc", Collector())
    memory.settle()
    assert done == [("collect",), ("freeze",), ("set_threshold", 10_000)]
