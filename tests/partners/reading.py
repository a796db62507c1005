"""What somebody reads on a page of the directory: the lines of a list, in order."""

import re


def words(page) -> str:
    return page.content.decode().replace("\xa0", " ").replace("&#x27;", "'")


def lines(page) -> list[str]:
    """The name of each line."""
    return re.findall(r'<th scope="row">(?:<a [^>]*>)?([^<]+?)\s*<', words(page))


def line(page, name: str) -> str:
    """All that one line says, without its tags."""
    row = next(
        row for row in re.findall(r"<tr>.*?</tr>", words(page), re.DOTALL) if re.search(rf">{re.escape(name)}\s*<", row)
    )
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())
