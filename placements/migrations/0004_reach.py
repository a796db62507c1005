from django.db import migrations, models
from django.db.models import Q

from emile.core.database import rls

NAMED_JOURNEY = f"""(
    j.prescriber_id = {rls.ids('app.orgs')} OR j.origin_area_id = {rls.ids('app.origins')}
    OR j.territory_id = {rls.ids('app.territories')} OR j.caseworker_id = {rls.USER_ID}
    OR j.household_id = {rls.ids('app.granted')})"""
SCOPE = "j.prescriber_id, j.origin_area_id, j.territory_id, j.caseworker_id, j.household_id"
TABLES_READ = ["agreement", "immersionwaiver", "lease", "supportact"]
CHILDREN_READ = ["stayright", "socialhousingrequest"]


def some(table: str, condition: str) -> str:
    """One look in the index for each file: EXISTS would be turned into a reading of the whole table."""
    rows = f"SELECT true FROM placements_{table} x WHERE x.journey_id = j.id AND {condition} LIMIT 1"
    return f"coalesce(({rows}), false)"


def during(step: str, fact: str) -> str:
    """Looked for at that step only: false everywhere else, whatever happened."""
    return f"CASE j.step WHEN '{step}' THEN {fact} ELSE false END"


THIS_ROUND = "x.round = j.round AND"
STAYED = some("stay", THIS_ROUND + " x.state = 'attended'") + " OR " + some("immersionwaiver", THIS_ROUND + " true")
REFUSED = f"""{some("agreement", THIS_ROUND + " NOT x.agrees")} AND (SELECT count(*) = 2 FROM placements_agreement x
            WHERE {THIS_ROUND} x.journey_id = j.id)"""
FACTS = f"""
    SELECT j.id, {SCOPE}, j.programme_id, j.prescribed_by_id, j.presented_by_id, j.step, j.step_since,
        {during("project", some("stay", THIS_ROUND + " x.state IN ('planned', 'arrived')"))} AS stay_booked,
        {during("immersion", STAYED)} AS immersion_done,
        {during("immersion", some("agreement", THIS_ROUND + " x.side = 'household'"))} AS household_answered,
        {during("immersion", some("agreement", THIS_ROUND + " x.side = 'service'"))} AS service_answered,
        {during("immersion", REFUSED)} AS one_side_refused,
        {some('lease', "x.state = 'offered' AND x.ended_on IS NULL")} AS flat_offered,
        {some('lease', "x.state = 'signed' AND x.ended_on IS NULL")} AS lease_signed
    FROM candidates_journey j WHERE {NAMED_JOURNEY}
"""
STAYS = f"""placements_stay s JOIN candidates_journey j ON j.id = s.journey_id
        JOIN partners_relayflat f ON f.id = s.flat_id"""
DATES = {
    "expectedarrival": f"""
        SELECT j.id AS file_id, {SCOPE}, s.arrival AS day, f.name::text AS about
        FROM {STAYS} WHERE s.state = 'planned' AND {NAMED_JOURNEY}""",
    "expecteddeparture": f"""
        SELECT j.id AS file_id, {SCOPE}, s.departure AS day, f.name::text AS about
        FROM {STAYS} WHERE s.state = 'arrived' AND {NAMED_JOURNEY}""",
    "nextstep": f"""
        SELECT j.id AS file_id, {SCOPE}, a.next_step_on AS day, a.next_step::text AS about
        FROM placements_supportact a JOIN candidates_journey j ON j.id = a.journey_id
        WHERE a.next_step_on IS NOT NULL AND j.closed_on IS NULL AND {NAMED_JOURNEY} AND NOT EXISTS (
            SELECT 1 FROM placements_supportact d WHERE d.journey_id = a.journey_id AND d.done_on >= a.next_step_on)""",
    "permitend": f"""
        SELECT j.id AS file_id, {SCOPE}, r.expires_on AS day, m.first_name::text AS about
        FROM candidates_journey j JOIN candidates_member m ON m.household_id = j.household_id
            JOIN candidates_stayright r ON r.member_id = m.id
        WHERE r.expires_on IS NOT NULL AND m.left_household_on IS NULL AND j.closed_on IS NULL AND {NAMED_JOURNEY}""",
    "housingrequestage": f"""
        SELECT j.id AS file_id, {SCOPE}, coalesce(q.renewed_on, q.filed_on) AS day, q.number::text AS about
        FROM candidates_journey j JOIN candidates_socialhousingrequest q ON q.household_id = j.household_id
        WHERE j.closed_on IS NULL AND {NAMED_JOURNEY}""",
}


def gate_view(name: str, query: str) -> migrations.RunSQL:
    """A view read with the gate's rights: it holds the scope itself, and the row policies are not weighed row by row.
    ``security_barrier``: no condition of the query can look at a row before the scope has."""
    return migrations.RunSQL(
        f"""
        GRANT CREATE ON SCHEMA public TO emile_gate;
        CREATE VIEW {name} WITH (security_barrier) AS {query};
        REVOKE ALL ON {name} FROM emile_app;
        ALTER VIEW {name} OWNER TO emile_gate;
        REVOKE CREATE ON SCHEMA public FROM emile_gate;
        SET LOCAL ROLE emile_gate;
        GRANT SELECT ON {name} TO emile_app;
        RESET ROLE;
        """,
        f"DROP VIEW {name}",
    )


def scope_columns() -> list:
    names = ["prescriber", "origin_area", "territory", "caseworker", "household"]
    return [(name, models.BigIntegerField(db_column=f"{name}_id", null=True)) for name in names]


def dates_model(name: str) -> migrations.CreateModel:
    fields = [
        ("file_id", models.BigIntegerField(primary_key=True)),
        *scope_columns(),
        ("day", models.DateField()),
        ("about", models.TextField()),
    ]
    return migrations.CreateModel(name, fields, options={"managed": False})


class Migration(migrations.Migration):
    """What « À faire » reads: facts and dates of the files within reach, ids and no name."""

    dependencies = [
        ("placements", "0003_relay_calendar"),
        ("candidates", "0004_search"),
        ("partners", "0002_scope"),
    ]
    operations = [
        *[rls.gate_reads(f"placements_{table}") for table in TABLES_READ],
        *[rls.gate_reads(f"candidates_{table}") for table in CHILDREN_READ],
        migrations.RunSQL(
            "GRANT SELECT ON partners_relayflat TO emile_gate", "REVOKE SELECT ON partners_relayflat FROM emile_gate"
        ),
        migrations.AddIndex(
            "stay",
            models.Index(fields=["journey"], name="stay_expected", condition=Q(state="planned") | Q(state="arrived")),
        ),
        gate_view("placements_file_facts", FACTS),
        *[gate_view(f"placements_{name}", query) for name, query in DATES.items()],
        migrations.CreateModel(
            name="FileFacts",
            fields=[
                ("id", models.BigIntegerField(primary_key=True)),
                *scope_columns(),
                ("programme", models.BigIntegerField(db_column="programme_id")),
                ("prescribed_by", models.BigIntegerField(db_column="prescribed_by_id")),
                ("presented_by", models.BigIntegerField(db_column="presented_by_id", null=True)),
                ("step", models.CharField(max_length=12)),
                ("step_since", models.DateField()),
                ("stay_booked", models.BooleanField()),
                ("immersion_done", models.BooleanField()),
                ("household_answered", models.BooleanField()),
                ("service_answered", models.BooleanField()),
                ("one_side_refused", models.BooleanField()),
                ("flat_offered", models.BooleanField()),
                ("lease_signed", models.BooleanField()),
            ],
            options={"managed": False, "db_table": "placements_file_facts"},
        ),
        *[dates_model(name) for name in ("ExpectedArrival", "ExpectedDeparture", "NextStep", "PermitEnd", "HousingRequestAge")],
    ]
