"""What somebody reads in a list of the reference data."""

import re

from tests.markup import in_plain_words


def words(page) -> str:
    return in_plain_words(page.text)


def cells(row: str) -> list[str]:
    found = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in found]


def table(page) -> list[list[str]]:
    """Its lines, the head first; without the last column of an edited table, which is a link."""
    rows = [cells(row) for row in re.findall(r"<tr>(.*?)</tr>", words(page), re.DOTALL)]
    return [row[:-1] for row in rows] if "État" in rows[0] else rows


def line(page, name: str) -> list[str]:
    return next(row for row in table(page) if row[0] == name)


def names(page) -> list[str]:
    return [row[0] for row in table(page)[1:]] if "<table" in page.text else []


def errors(answer) -> dict[str, list[str]]:
    """What a page refuses; nothing when it led elsewhere."""
    return answer.context["form"].errors if answer.status_code == 422 else {}


def written(model, **found) -> dict:
    """The columns of the only row found."""
    row = model.objects.filter(**found).values().get()
    row.pop("id")
    return row
