"""Names are searched in one written form (`fold`), which both what is stored and what is typed are put in."""

import re
import unicodedata

LONGEST_QUERY = 80
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_SHORT_FORMS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def fold(text: str) -> str:
    """Lower case, no accent, words of ASCII letters and digits: « L'Haÿ-les-Roses » gives « l hay les roses ».

    Whatever is typed (NUL, emoji, wildcards of LIKE) comes out harmless.
    """
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return _NOT_A_WORD.sub(" ", bare).strip()


def searchable(text: str) -> str:
    """`fold`, with « St » and « Ste » written in full as they are in official names."""
    return " ".join(_SHORT_FORMS.get(word, word) for word in fold(text).split())


def query_words(text: str) -> list[str]:
    """The words of a search box; past `LONGEST_QUERY` characters the rest is ignored."""
    return searchable(text[:LONGEST_QUERY]).split()
