"""Demonstration data: the figures the programme has published, and today's work for every role. See docs/demo.md."""
