"""The tones of badges, cards and buttons: each has its colour in the style sheet."""

from typing import Literal, TypeAlias

Tone: TypeAlias = Literal["neutral", "info", "success", "warning", "danger", "accent"]
