"""The addresses around files: accounts, what is to be done, territories, jobs, what is open to everybody."""

from tests.security.matrix.doors import LISTS, LOOKS_AFTER_ACCOUNTS, WORKS_IN_TERRITORY, form, gone, shut
from tests.security.matrix.objects import A_DPO, JOB, MEMBERSHIP, MEMBERSHIP_OF_A_DPO, PASSWORD_LINK, PERSON
from tests.security.matrix.rows import NO_METHOD, Row


def accounts() -> list[Row]:
    return [
        Row("accounts:sign_in", get="200 AX, 302 *", post="422 AX*"),
        Row("accounts:sign_out", get=NO_METHOD, post="302 *"),
        Row(
            "accounts:choose_password",
            PASSWORD_LINK,
            get="200 AX*",
            post="200 AX*",
            elsewhere="410 AX*",
        ),
        Row("accounts:profile", shows="accounts.User.first_name"),
        Row("accounts:profile_edit", post="422 *"),
        Row("accounts:password_change", post="422 *"),
        Row(
            "accounts:people",
            get=LOOKS_AFTER_ACCOUNTS,
            shows="accounts.User.first_name",
            queries=LISTS,
        ),
        form("accounts:person_add", None, LOOKS_AFTER_ACCOUNTS),
        Row(
            "accounts:person",
            PERSON,
            get=LOOKS_AFTER_ACCOUNTS,
            post=shut(LOOKS_AFTER_ACCOUNTS),
            elsewhere=gone(LOOKS_AFTER_ACCOUNTS),
        ),
        form("accounts:person_edit", PERSON, LOOKS_AFTER_ACCOUNTS),
        form("accounts:person_edit", A_DPO, "403 *", variant="of a DPO", elsewhere=gone(LOOKS_AFTER_ACCOUNTS)),
        Row("accounts:person_link", PERSON, get=NO_METHOD, post="200 mMD, 404 L, 403 *", elsewhere="404 *"),
        form("accounts:person_deactivate", PERSON, LOOKS_AFTER_ACCOUNTS),
        form("accounts:person_reactivate", PERSON, LOOKS_AFTER_ACCOUNTS),
        form("partners:membership_add", PERSON, LOOKS_AFTER_ACCOUNTS),
        form("partners:membership_end", MEMBERSHIP, LOOKS_AFTER_ACCOUNTS),
        form(
            "partners:membership_end",
            MEMBERSHIP_OF_A_DPO,
            "403 *",
            variant="of a DPO",
            elsewhere=gone(LOOKS_AFTER_ACCOUNTS),
        ),
    ]


def overview() -> list[Row]:
    return [
        Row("core:todo", post="200 *"),
        Row(
            "placements:board",
            get=WORKS_IN_TERRITORY,
            post=WORKS_IN_TERRITORY,
            queries=("?territoire=cantal", "?territoire=lozere"),
        ),
        Row("placements:calendar", get=WORKS_IN_TERRITORY, post=WORKS_IN_TERRITORY),
        Row("audit:journal", get="200 D, 403 *", shows="audit.OpenedFile.note", queries=LISTS),
        Row("reporting:dashboard", get="200 HmM, 403 *", post="200 HmM, 403 *"),
    ]


def jobs() -> list[Row]:
    return [
        Row("jobs:list"),
        Row("jobs:detail", JOB, elsewhere="404 *"),
        Row("jobs:state", JOB, elsewhere="404 *"),
        Row("jobs:download", JOB, elsewhere="404 *", shows="jobs.Job.progress_text"),
        Row("jobs:retry", JOB, get=NO_METHOD, post="302 *", elsewhere="404 *"),
    ]


def public() -> list[Row]:
    return [
        Row("healthz", get="503 AX*", post="405 AX*"),
        Row("core:accessibility", get="200 AX*", post="405 AX*"),
        Row("core:privacy", get="200 AX*", post="405 AX*"),
        Row("core:gallery", get=LOOKS_AFTER_ACCOUNTS, post=LOOKS_AFTER_ACCOUNTS),
    ]
