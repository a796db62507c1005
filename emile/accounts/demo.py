"""The people of the demonstration. Shown on the sign-in page in demonstration mode only."""

DEMO_PASSWORD = "un-toit-un-emploi-15"  # noqa: S105 published on purpose: every person and file is invented

DEMO_ACCOUNTS: tuple[tuple[str, str], ...] = (
    ("Prescripteur, à Paris", "prescripteur@demo.emile.test"),
    ("Référente parisienne", "referent@demo.emile.test"),
    ("Chef de service, Cantal", "chef@demo.emile.test"),
    ("Chargée d'accompagnement", "accompagnement@demo.emile.test"),
    ("Gestionnaire", "gestion@demo.emile.test"),
    ("Déléguée à la protection des données", "dpo@demo.emile.test"),
)
