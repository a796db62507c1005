"""One file a table, or a family of tables: whatever stands here is registered, without a list to keep elsewhere."""

from importlib import import_module
from pkgutil import iter_modules


def register_tables() -> None:
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
