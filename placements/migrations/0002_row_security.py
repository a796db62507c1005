from django.db import migrations

from emile.core.database import rls

WORKED_ON = f"""(
    j.prescriber_id = {rls.ids('app.orgs')} OR j.origin_area_id = {rls.ids('app.origins')}
    OR j.territory_id = {rls.ids('app.territories')} OR j.caseworker_id = {rls.USER_ID})"""
OPENED = f"j.household_id = {rls.ids('app.granted')}"
TABLES = ["jobcontact", "projectmeeting", "immersionwaiver", "agreement", "contract", "lease", "supportact", "exit"]
ALWAYS_KEPT = [*TABLES, "stay", "privatenote"]
WRITTEN_ONCE = ["projectmeeting", "immersionwaiver", "agreement", "exit"]


def of_journey(table: str, rule: str) -> str:
    return f"EXISTS (SELECT 1 FROM candidates_journey j WHERE j.id = {table}.journey_id AND {rule})"


class Migration(migrations.Migration):
    dependencies = [("placements", "0001_initial"), ("candidates", "0003_row_security")]
    operations = [
        *[
            operation
            for table in (f"placements_{name}" for name in [*TABLES, "stay"])
            for operation in (
                rls.protect(table),
                rls.policy(table, "journey", of_journey(table, WORKED_ON)),
                rls.policy(table, "opened", of_journey(table, OPENED), command="SELECT"),
            )
        ],
        rls.protect("placements_privatenote"),
        rls.policy("placements_privatenote", "author", f"author_id = {rls.USER_ID}"),
        *[rls.append_only(f"placements_{name}") for name in WRITTEN_ONCE],
        *[rls.never_deleted(f"placements_{name}") for name in ALWAYS_KEPT if name not in WRITTEN_ONCE],
    ]
