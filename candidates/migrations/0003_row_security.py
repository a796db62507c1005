from django.db import migrations

from emile.core.database import rls

ON_JOURNEY = {
    "prescriber": f"prescriber_id = {rls.ids('app.orgs')}",
    "origin": f"origin_area_id = {rls.ids('app.origins')}",
    "territory": f"territory_id = {rls.ids('app.territories')}",
    "caseworker": f"caseworker_id = {rls.USER_ID}",
}
"""The second wall's own wording of ``querysets.reach``: two hands wrote the rule, a third telling compares them
(tests/security)."""

OPENED = f"household_id = {rls.ids('app.granted')}"
"""A household opened with a stated reason: read, never written."""

WORKED_ON = " OR ".join(f"j.{clause}" for clause in ON_JOURNEY.values())
NAMED_JOURNEY = f"{WORKED_ON} OR j.{OPENED}"
JOURNEY = "EXISTS (SELECT 1 FROM candidates_journey j WHERE j.id = {} AND ({}))"
HOUSEHOLD = "EXISTS (SELECT 1 FROM candidates_journey j WHERE j.household_id = {} AND ({}))"
MEMBER = (
    "EXISTS (SELECT 1 FROM candidates_member m JOIN candidates_journey j ON j.household_id = m.household_id"
    " WHERE m.id = {} AND ({}))"
)

JOURNEY_CHILDREN = ["journeyevent", "eventnote", "diagnosis", "candidature", "wish", "complement"]
HOUSEHOLD_CHILDREN = ["member", "housingsituation", "socialhousingrequest", "debt", "consent", "document"]
MEMBER_CHILDREN = ["stayright", "income", "workprofile", "membertrade", "healthneeds", "schooling"]
NEVER_DELETED = ["household", "journey", "diagnosis", "candidature", "complement", "document", "member"]

SEARCH = f"""
CREATE FUNCTION emile_search_journeys(words text[], most integer) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
    SELECT j.id FROM candidates_journey j
    WHERE j.household_id IN (
        SELECT m.household_id FROM candidates_member m
        WHERE m.search_name LIKE ALL (SELECT '%' || word || '%' FROM unnest(words) AS word)
    ) AND ({NAMED_JOURNEY})
    ORDER BY j.opened_on DESC, j.id DESC
    LIMIT most
    $$
"""


def guarded(tables: list[str], name: str, using: str, column: str) -> list[migrations.RunSQL]:
    return [
        operation
        for table in (f"candidates_{table}" for table in tables)
        for operation in (
            rls.protect(table),
            rls.policy(table, name, using.format(f"{table}.{column}", WORKED_ON)),
            rls.policy(table, "opened", using.format(f"{table}.{column}", f"j.{OPENED}"), command="SELECT"),
        )
    ]


class Migration(migrations.Migration):
    """Files: reached through the journey's own columns. Nobody set, nothing seen."""

    dependencies = [("candidates", "0002_initial"), ("partners", "0002_scope")]
    operations = [
        rls.protect("candidates_journey"),
        rls.gate_reads("candidates_journey"),
        *[rls.policy("candidates_journey", name, using) for name, using in ON_JOURNEY.items()],
        rls.policy("candidates_journey", "figures", rls.SEES_FIGURES, command="SELECT"),
        *guarded(["household"], "journey", HOUSEHOLD, "id"),
        *guarded(JOURNEY_CHILDREN, "journey", JOURNEY, "journey_id"),
        *guarded(HOUSEHOLD_CHILDREN, "household", HOUSEHOLD, "household_id"),
        *guarded(MEMBER_CHILDREN, "member", MEMBER, "member_id"),
        rls.gate_reads("candidates_member"),
        rls.append_only("candidates_journeyevent"),
        rls.append_only("candidates_eventnote"),
        rls.append_only("candidates_consent"),
        *[rls.never_deleted(f"candidates_{table}") for table in NEVER_DELETED],
        rls.gate_function("emile_search_journeys(text[], integer)", SEARCH),
    ]
