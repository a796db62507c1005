"""The addresses of the directory and of the reference data."""

from dataclasses import replace

from emile.reference.tables import TABLES, ReferenceTable
from tests.security.matrix.doors import LISTS, MANAGERS, WRITES_DIRECTORY, form, shut
from tests.security.matrix.objects import CONTACT, DWELLING, EMPLOYER, FLAT, VACANCY, first_of, this
from tests.security.matrix.rows import NO_METHOD, Row


def directory() -> list[Row]:
    staff = "200 PRHCmMD, 403 *"
    return [
        Row(
            "partners:organisations",
            get="302 L, 200 *",
            post="302 L, 405 *",
            shows="partners.Organisation.name",
            queries=LISTS,
        ),
        Row("partners:organisation", EMPLOYER, get="200 *", elsewhere="404 *", shows="partners.Contact.last_name"),
        form("partners:organisation_add", None, WRITES_DIRECTORY),
        form("partners:organisation_edit", EMPLOYER, WRITES_DIRECTORY),
        form("partners:organisation_close", EMPLOYER, WRITES_DIRECTORY),
        form("partners:contact_add", EMPLOYER, WRITES_DIRECTORY),
        form("partners:contact_edit", CONTACT, WRITES_DIRECTORY),
        form("partners:contact_leave", CONTACT, WRITES_DIRECTORY),
        Row("partners:vacancies", queries=LISTS),
        Row("partners:vacancy", VACANCY, get="200 *", elsewhere="404 *", shows="partners.Vacancy.title"),
        form("partners:vacancy_add", None, "200 HmML, 403 *"),
        form("partners:vacancy_edit", VACANCY, WRITES_DIRECTORY),
        form("partners:vacancy_close", VACANCY, WRITES_DIRECTORY),
        Row("partners:vacancy_news", VACANCY, get=NO_METHOD, post="302 HmML, 403 *", elsewhere="404 *"),
        Row("partners:dwellings", queries=LISTS),
        Row("partners:dwelling", DWELLING, get="404 L, 200 *", elsewhere="404 *", shows="partners.Dwelling.address"),
        form("partners:dwelling_add", None, WRITES_DIRECTORY),
        form("partners:dwelling_edit", DWELLING, WRITES_DIRECTORY),
        form("partners:dwelling_withdraw", DWELLING, WRITES_DIRECTORY),
        Row("partners:relay_flats", get=staff, queries=LISTS),
        form("partners:relay_flat_add", None, WRITES_DIRECTORY),
        form("partners:relay_flat_edit", FLAT, WRITES_DIRECTORY),
        form("partners:relay_flat_close", FLAT, WRITES_DIRECTORY),
    ]


def reference() -> list[Row]:
    return [
        Row("reference:index", get=MANAGERS, post=shut(MANAGERS)),
        Row("reference:commune_suggestions", queries=("?q=aur",)),
        Row("reference:trade_suggestions", queries=("?q=menui",)),
        *(row for table in TABLES for row in of_table(table)),
    ]


def of_table(table: ReferenceTable) -> list[Row]:
    rows = [Row("reference:list", this(table.slug), get=MANAGERS, variant=table.slug)]
    if table.editable:
        rows += [
            form("reference:add", this(table.slug), MANAGERS, variant=table.slug),
            form("reference:edit", first_of(table), MANAGERS, variant=table.slug),
            form("reference:close", first_of(table), MANAGERS, variant=table.slug),
        ]
    return rows if table.slug == TABLES[0].slug else [replace(row, people="mPX") for row in rows]
