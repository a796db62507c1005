"""How fast the pages are with many households: generate them, open each page as each role, write docs/bench.md."""
