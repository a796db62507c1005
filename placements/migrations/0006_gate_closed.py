from django.db import migrations

from emile.core.database import rls

CALLED_BY_THE_APPLICATION = [
    "emile_account_by_email(text)",
    "emile_scope(bigint)",
    "emile_search_journeys(text[], integer)",
    "emile_search_phones(text, integer)",
    "emile_search_alike(text[], integer)",
    "emile_relay_calendar(bigint[], date, date)",
]
CALLED_BY_TRIGGERS = [
    "placements_awaited(bigint, text, smallint)",
    "placements_write_awaited()",
    "placements_tell_journey()",
]


class Migration(migrations.Migration):
    """Functions that run with the gate's rights are closed to everybody but those who call them. Earlier migrations
    said so as the role that migrates, after it had given the functions away: PostgreSQL ignored it."""

    dependencies = [
        ("placements", "0005_awaited"),
        ("candidates", "0007_recent_first"),
        ("partners", "0002_scope"),
        ("accounts", "0002_row_security"),
    ]
    operations = [
        *[
            rls.as_gate(
                f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC;"
                f"GRANT EXECUTE ON FUNCTION {function} TO emile_app, SESSION_USER",
                f"GRANT EXECUTE ON FUNCTION {function} TO PUBLIC",
            )
            for function in CALLED_BY_THE_APPLICATION
        ],
        *[
            rls.as_gate(
                f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC, emile_app;"
                f"GRANT EXECUTE ON FUNCTION {function} TO SESSION_USER",
                f"GRANT EXECUTE ON FUNCTION {function} TO PUBLIC",
            )
            for function in CALLED_BY_TRIGGERS
        ],
    ]
