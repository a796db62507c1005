import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0/O, 1/I/L, U: a reference is read aloud on the telephone."""


def new_reference() -> str:
    """Six random characters, about 7·10⁸ values: says nothing about order or number of files."""
    return "".join(secrets.choice(ALPHABET) for _ in range(6))
