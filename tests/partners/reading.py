"""What somebody reads on a page of the directory: the lines of a list in order, the facts of a sheet."""

import re

from tests.markup import in_plain_words


def words(page) -> str:
    return in_plain_words(page.content.decode())


def lines(page) -> list[str]:
    """The name of each line."""
    return re.findall(r'<th scope="row">(?:<a [^>]*>)?([^<]+?)\s*<', words(page))


def line(page, name: str) -> str:
    """All that one line says, without its tags."""
    row = next(
        row for row in re.findall(r"<tr>.*?</tr>", words(page), re.DOTALL) if re.search(rf">{re.escape(name)}\s*<", row)
    )
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


def names(page, what: str) -> list[str]:
    """What stands under this class, in order."""
    return [name.strip() for name in re.findall(rf'class="{what}">(?:<a [^>]*>)?([^<]+)<', words(page))]


def facts(page) -> dict[str, str]:
    """Each thing known, with what is said of it."""
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", words(page), re.DOTALL)
    return {name: " ".join(re.sub(r"<[^>]+>", " ", value).split()) for name, value in found}


def asked(page) -> list[str]:
    """The fields of the page's own form, in order, hidden ones apart."""
    form = words(page).partition('<form method="post" novalidate>')[2].partition("</form>")[0]
    seen = [tag for tag in re.findall(r"<(?:input|select|textarea)\b[^>]*>", form) if 'type="hidden"' not in tag]
    return list(dict.fromkeys(re.search(r'\bname="([^"]+)"', tag)[1] for tag in seen))
