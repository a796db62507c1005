"""The people of the demonstration. Shown on the sign-in page in demonstration mode only."""

DEMO_PASSWORD = "un-toit-un-emploi-15"  # noqa: S105 published on purpose: every person and file is invented

DEMO_ACCOUNTS: tuple[tuple[str, str], ...] = (
    ("Prescripteur·rice, à Paris", "prescripteur@demo.emile.test"),
    ("Référent·e, Île-de-France", "referent@demo.emile.test"),
    ("Chef·fe de service, Cantal", "chef@demo.emile.test"),
    ("Chargé·e d'accompagnement", "accompagnement@demo.emile.test"),
    ("Gestionnaire", "gestion@demo.emile.test"),
    ("Délégué·e à la protection des données", "dpo@demo.emile.test"),
)
