"""The recap of a candidature, read again with the family: every answer in words, every question left open named."""

from datetime import date
from decimal import Decimal

import pytest

from candidates.candidature.reading import read_file
from candidates.candidature.recap import recap_of
from candidates.models import (
    Consent,
    Debt,
    HealthNeeds,
    Household,
    HousingSituation,
    Income,
    Journey,
    Member,
    MemberTrade,
    Schooling,
    StayRight,
    Wish,
    WorkProfile,
)
from emile.core.database.identity import acting_as, acting_as_system
from emile.reference.models import Trade


@pytest.fixture
def world(world_as_it_stands):
    return world_as_it_stands


@pytest.fixture
def journey(world) -> Journey:
    with acting_as_system():
        journey = world.journey()
        Member.objects.filter(first_name="Awa").update(birth_date=date(1992, 5, 12), languages=["français", "peul"])
        Member.objects.filter(first_name="Sami").update(birth_date=date(2018, 2, 3))
        StayRight.objects.update(expires_on=date(2027, 3, 1))
        HousingSituation.objects.update(since=date(2024, 1, 1))
        Household.objects.update(address="12 rue des Lilas", phone="0612345678")
        type(journey.diagnosis).objects.update(made_on=date(2026, 4, 2))
    return journey


Told = tuple[list[tuple[str, str]], list[str]]
"""What is known, in words, and what is not."""


def recap(world, journey: Journey) -> dict[str, dict[str, Told]]:
    """Chapter → title of the block → what it says."""
    with acting_as(world.prescriber.pk):
        chapters = recap_of(read_file(world.prescriber, journey.reference))
        return {chapter.topic.value: {block.title: told(block) for block in chapter.blocks} for chapter in chapters}


def told(block) -> Told:
    return [(label, plain(words)) for label, words in block.filled], block.unknown


def plain(words) -> str:
    return str(words).replace("\u00a0", " ").replace("\u202f", " ")


def test_the_household_and_each_of_its_members(world, journey):
    said = recap(world, journey)
    assert list(said) == ["menage", "logement", "emploi", "famille", "projet"]
    assert said["menage"] == {
        "Où joindre le ménage": (
            [("Adresse", "12 rue des Lilas"), ("Téléphone", "0612345678")],
            ["commune", "adresse électronique"],
        ),
        "Awa Diallo – demandeur": (
            [
                ("Date de naissance", "12 mai 1992"),
                ("Sexe", "Féminin"),
                ("Nationalité", "Hors Union européenne"),
                ("Langues parlées", "français, peul"),
                ("Titre", "Carte de séjour pluriannuelle"),
                ("Autorisé·e à travailler", "oui"),
                ("Expire le", "1er mars 2027"),
            ],
            [],
        ),
        "Sami Diallo – enfant": (
            [("Date de naissance", "3 févr. 2018"), ("Sexe", "Masculin")],
            ["nationalité", "langues parlées"],
        ),
    }


def test_what_a_household_may_have_beside(world, journey):
    with acting_as_system():
        Household.objects.update(commune=world.commune, email="awa@exemple.test", birth_expected_on=date(2026, 9, 1))
        Member.objects.filter(first_name="Sami").update(visiting=True, phone="0611223344")
        StayRight.objects.update(may_work=False)
    said = recap(world, journey)["menage"]
    assert said["Où joindre le ménage"][0][1:] == [
        ("Commune", str(world.commune)),
        ("Téléphone", "0612345678"),
        ("Adresse électronique", "awa@exemple.test"),
        ("Naissance attendue", "1er sept. 2026"),
    ]
    assert said["Sami Diallo – enfant"][0][2:] == [
        ("Téléphone", "0611223344"),
        ("Vit ailleurs, avec droit de visite", "oui"),
    ]
    assert ("Autorisé·e à travailler", "non") in said["Awa Diallo – demandeur"][0]


def test_an_adult_without_papers_has_them_asked(world, journey):
    with acting_as_system():
        StayRight.objects.all().delete()
    unknown = recap(world, journey)["menage"]["Awa Diallo – demandeur"][1]
    assert unknown == ["titre", "autorisé·e à travailler", "expire le"]


def test_housing_and_money(world, journey):
    said = recap(world, journey)["logement"]
    assert said == {
        "Le logement aujourd'hui": (
            [("Logement actuel", "Hôtel (115)"), ("Depuis le", "1er janv. 2024")],
            [],
        ),
        "Demandes de logement social": ([], []),
        "Ressources du ménage": ([("Awa – RSA", "890 €")], []),
        "Dettes": ([], []),
    }


def test_housing_and_money_when_there_is_more(world, journey):
    household = journey.household_id
    with acting_as_system():
        HousingSituation.objects.update(
            dalo=True, dalo_on=date(2025, 5, 2), reference_income=Decimal("12500.50"), over_indebtedness="filed"
        )
        rows = journey.household.social_housing_requests
        rows.create(number="075123", department_id="75", filed_on=date(2025, 1, 5), renewed_on=date(2026, 1, 3))
        rows.create(number="015456", department_id="15", filed_on=date(2026, 2, 1))
        Income.objects.create(member=Member.objects.get(first_name="Sami"), kind="other", amount=Decimal("12.10"))
        Debt.objects.create(household_id=household, kind="rent", amount=Decimal(1350), plan="50 € par mois")
        Debt.objects.create(household_id=household, kind="tax", amount=Decimal("90.5"))
    said = recap(world, journey)["logement"]
    assert said["Le logement aujourd'hui"][0][2:] == [
        ("Reconnu DALO", "oui"),
        ("Date de la décision DALO", "2 mai 2025"),
        ("Revenu fiscal de référence N-2", "12 500,50 €"),
        ("Surendettement", "Dossier déposé"),
    ]
    assert said["Demandes de logement social"][0] == [
        ("075123", "Paris (75), déposée le 5 janv. 2025, renouvelée le 3 janv. 2026"),
        ("015456", "Cantal (15), déposée le 1er févr. 2026"),
    ]
    assert said["Ressources du ménage"][0] == [
        ("Awa – RSA", "890 €"),
        ("Sami – Autre", "12,10 €"),
        ("Total par mois", "902,10 €"),
    ]
    assert said["Dettes"][0] == [("Dette locative", "1 350 € (50 € par mois)"), ("Impôts, amendes", "90,50 €")]


def test_without_a_row_of_housing_everything_about_it_is_unknown(world, journey):
    with acting_as_system():
        HousingSituation.objects.all().delete()
    assert recap(world, journey)["logement"]["Le logement aujourd'hui"] == (
        [],
        ["logement actuel", "depuis le"],
    )


def test_a_refused_dalo_is_an_answer(world, journey):
    with acting_as_system():
        HousingSituation.objects.update(dalo=False)
    assert ("Reconnu DALO", "non") in recap(world, journey)["logement"]["Le logement aujourd'hui"][0]


def test_the_work_of_each_adult(world, journey):
    assert recap(world, journey)["emploi"] == {
        "Awa": (
            [
                ("Situation", "Chômeur depuis 6 à 11 mois"),
                ("Français oral", "B1"),
                ("Français écrit", "A2"),
                ("Recherché", f"{world.trade.label} (4 ans)"),
            ],
            [
                *("inscrit·e à France Travail", "niveau de diplôme (CITE)", "port de charges possible", "mobilité"),
                *("permis", "certificats", "horaires possibles", "exercé"),
            ],
        )
    }
    masonry = Trade.objects.get(code="F1703")
    with acting_as_system():
        WorkProfile.objects.update(
            registered_jobseeker=True, diploma=0, french_written="", mobility=["public", "bicycle"], licences=["b"],
            certificates=["caces", "first_aid"], hours_possible=["night"], carries_loads=False,
        )  # fmt: skip
        MemberTrade.objects.update(years=1)
        MemberTrade.objects.create(member=Member.objects.get(first_name="Awa"), trade=masonry, use="practised")
    assert recap(world, journey)["emploi"]["Awa"] == (
        [
            ("Situation", "Chômeur depuis 6 à 11 mois"),
            ("Inscrit·e à France Travail", "oui"),
            ("Niveau de diplôme (CITE)", "0 – Aucune scolarité achevée"),
            ("Français oral", "B1"),
            ("Port de charges possible", "non"),
            ("Mobilité", "Transports en commun, Vélo"),
            ("Permis", "Permis B"),
            ("Certificats", "CACES, SST, PSC1"),
            ("Horaires possibles", "Nuit"),
            ("Recherché", f"{world.trade.label} (1 an)"),
            ("Exercé", masonry.label),
        ],
        ["français écrit"],
    )


def test_an_adult_whose_work_is_not_known(world, journey):
    with acting_as_system():
        WorkProfile.objects.all().delete()
        MemberTrade.objects.all().delete()
    known, unknown = recap(world, journey)["emploi"]["Awa"]
    assert known == []
    assert [*unknown[:2], *unknown[-2:]] == ["situation", "inscrit·e à France Travail", "recherché", "exercé"]


def test_school_and_health(world, journey):
    assert recap(world, journey)["famille"] == {
        "Awa": ([], ["droits santé ouverts", "médecin traitant"]),
        "Sami": (
            [
                ("Scolarité", "Élémentaire"),
                ("Accord parental au déménagement", "Autorité parentale exercée seul·e"),
            ],
            ["mode de garde actuel", "mode de garde nécessaire", "droits santé ouverts", "médecin traitant"],
        ),
    }
    with acting_as_system():
        Schooling.objects.update(childcare_used="nursery", childcare_needed="family", unusual_hours=True)
        HealthNeeds.objects.create(
            member=Member.objects.get(first_name="Sami"), rights_open=True, has_doctor=False,
            nearby_services=["pmi", "hospital"], accessible_flat=True,
        )  # fmt: skip
    assert recap(world, journey)["famille"]["Sami"] == (
        [
            ("Scolarité", "Élémentaire"),
            ("Accord parental au déménagement", "Autorité parentale exercée seul·e"),
            ("Mode de garde actuel", "Crèche"),
            ("Mode de garde nécessaire", "Famille, entourage"),
            ("Besoin de garde tôt le matin, le soir ou la nuit", "oui"),
            ("Droits santé ouverts", "oui"),
            ("Médecin traitant", "non"),
            ("À proximité du logement", "PMI, Hôpital"),
            ("Logement accessible nécessaire", "oui"),
        ],
        [],
    )
    with acting_as_system():
        Schooling.objects.all().delete()
    assert recap(world, journey)["famille"]["Sami"][1][:2] == ["scolarité", "accord parental au déménagement"]


def test_the_project_in_the_order_of_its_wishes(world, journey):
    assert recap(world, journey)["projet"]["Diagnostic socio-professionnel"] == (
        [("Date du diagnostic", "2 avr. 2026")],
        ["la situation en quelques lignes", "atouts", "freins à lever"],
    )
    with acting_as_system():
        Wish.objects.create(journey=journey, territory=world.lozere, rank=0)
        told = {"ties": "Une cousine à Mende.", "obstacles": "L'hiver.", "leisure": "La pêche."}
        type(journey.candidature).objects.update(ready_on=date(2026, 9, 1), **told)
        type(journey.diagnosis).objects.update(summary="À l'hôtel.", strengths="Ponctuelle.", obstacles="Sans permis.")
    said = recap(world, journey)["projet"]
    assert said["Le projet de la famille"] == (
        [
            ("Pourquoi partir", "Un logement stable et un emploi."),
            ("Attaches (famille, amis, déjà venu)", "Une cousine à Mende."),
            ("Ce qui pourrait retenir", "L'hiver."),
            ("Ce que la famille aime faire", "La pêche."),
            ("Départ possible à partir du", "1er sept. 2026"),
            ("Territoires souhaités", "Lozère, puis Cantal"),
        ],
        [],
    )
    assert said["Diagnostic socio-professionnel"][0][1:] == [
        ("La situation en quelques lignes", "À l'hôtel."),
        ("Atouts", "Ponctuelle."),
        ("Freins à lever", "Sans permis."),
    ]


def test_with_whom_the_family_lets_things_be_shared(world, journey):
    with acting_as_system():
        Consent.objects.create(
            household=journey.household, text_version="2026-01", given=True, shared_with=["landlord", "school"],
            given_on=date(2026, 6, 3), recorded_by=world.prescriber,
        )  # fmt: skip
    shared = "Les bailleurs (taille du ménage, ressources) ; Les écoles et modes de garde"
    assert ("Partage accepté avec", shared) in recap(world, journey)["projet"]["Accord de la famille"][0]


# --- the page -----------------------------------------------------------------------------------------------------


def test_whoever_may_send_is_offered_it_and_the_others_only_read(world, journey, sign_in):
    with acting_as_system():
        Journey.objects.filter(pk=journey.pk).update(territory=world.cantal)
    url = f"/dossiers/{journey.reference}/candidature/"
    mine = sign_in(world.prescriber).get(url).context
    assert mine["submit"].label == "Transmettre la candidature"
    assert [topic.value for topic in mine["editable"]] == ["menage", "logement", "emploi", "famille", "projet"]
    theirs = sign_in(world.head).get(url).context
    assert theirs["submit"] is None
    assert [topic.value for topic in theirs["editable"]] == ["menage", "logement", "emploi", "famille"]
