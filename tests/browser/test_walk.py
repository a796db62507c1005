"""One family, from the Paris diagnosis to « droit commun », by five people, with and without JavaScript."""

from datetime import timedelta

import pytest

from candidates.models import Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from tests.world import TODAY, World

A_YEAR = timedelta(days=365)


def step_of(reference: str) -> Step:
    with acting_as_system():
        return Step(Journey.objects.get(reference=reference).step)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "sans-javascript"])
def test_a_family_from_diagnosis_to_mainstream(site, world: World, signed_in, javascript):
    with acting_as_system():
        dwelling = world.dwelling()
    prescriber = signed_in(world.prescriber, javascript=javascript)
    reference = enter_the_candidature(prescriber)
    assert step_of(reference) == Step.DIAGNOSIS
    prescriber.do("Transmettre la candidature")
    assert step_of(reference) == Step.SUBMITTED
    prescriber.reads("Candidature transmise")

    referent = signed_in(world.referent, javascript=javascript)
    referent.open(f"/dossiers/{reference}/")
    referent.do("Présenter au territoire", {"Territoire d'accueil": "Cantal"})
    assert step_of(reference) == Step.PRESENTED

    head = signed_in(world.head, javascript=javascript)
    prepare_the_project(head, reference, world)
    assert step_of(reference) == Step.PROJECT

    caseworker = signed_in(world.caseworker, javascript=javascript)
    stay(caseworker, reference)
    assert step_of(reference) == Step.IMMERSION
    agree(caseworker, head, reference)
    assert step_of(reference) == Step.VALIDATED
    settle(caseworker, head, reference, dwelling)
    assert step_of(reference) == Step.MAINSTREAM

    manager = signed_in(world.manager, javascript=javascript)
    look_from_the_head_office(manager, reference)


def enter_the_candidature(person) -> str:
    person.open("/dossiers/nouveau/")
    born = TODAY - 34 * A_YEAR
    person.fill({"Programme": "EMILE", "Civilité": "Madame", "Nom": "Traoré", "Prénom": "Fatou"})
    person.fill({"Date de naissance": born.isoformat(), "Téléphone": "06 12 34 56 78"})
    person.press("Commencer la candidature")
    reference = person.page.url.split("/dossiers/")[1].split("/")[0]

    person.follow("Ajouter un enfant")
    person.fill({"Prénom": "Idriss", "Date de naissance": (TODAY - 7 * A_YEAR).isoformat(), "Sexe": "Masculin"})
    person.press("Enregistrer")
    person.open(f"/dossiers/{reference}/candidature/menage/")
    person.fill({"Titre": "Carte de résident", "Autorisé·e à travailler": "Oui"})
    person.press("Enregistrer et continuer")

    person.fill({"Logement actuel": "Hôtel (115)", "Ressource": "RSA", "Montant par mois": "890,50"})
    person.press("Enregistrer et continuer")

    person.fill({"Situation": "Chômeur depuis 6 à 11 mois", "Français oral": "B1", "Métier": "H2206", "Années": "4"})
    person.press("Enregistrer et continuer")

    person.fill({"Scolarité": "Élémentaire", "Accord parental": "Autorité parentale exercée seul·e"})
    person.press("Enregistrer et continuer")

    person.fill({"Date du diagnostic": TODAY.isoformat(), "Pourquoi partir": "Un logement stable, un emploi."})
    person.fill({"1ᵉʳ vœu": "Cantal", "Date de la réponse": TODAY.isoformat()})
    person.page.get_by_label("La famille a reçu cette information").select_option(index=1)
    person.press("Enregistrer et continuer")
    person.open(f"/dossiers/{reference}/")
    return reference


def prepare_the_project(head, reference: str, world: World) -> None:
    head.open(f"/dossiers/{reference}/")
    head.do("Retenir la candidature")
    head.do("Confier à un·e chargé·e d'accompagnement", {"Chargé·e d'accompagnement": world.caseworker.full_name})
    head.do("Noter un contact avec un employeur", {"Poste à pourvoir": str(world.vacancy)})
    head.do("Enregistrer l'entretien et le projet", {"Projet professionnel": "Menuiserie, CDI en mars."})
    arrival, departure = TODAY.isoformat(), (TODAY + timedelta(days=3)).isoformat()
    head.do("Prévoir un séjour d'immersion", {"Arrivée": arrival, "Départ": departure})


def stay(caseworker, reference: str) -> None:
    caseworker.open(f"/dossiers/{reference}/")
    caseworker.do("Constater l'arrivée")
    caseworker.do("Terminer le séjour et faire le bilan", {"Bilan de la famille": "Nous avons aimé la ville."})


def agree(caseworker, head, reference: str) -> None:
    """Each answers without seeing the other."""
    caseworker.do("Enregistrer la réponse du ménage", {"Signé par": "Fatou Traoré"}, choose="Oui, d'accord")
    head.open(f"/dossiers/{reference}/volet/immersion/")
    head.reads("Réponse donnée, scellée")
    head.do("Donner la réponse du service", choose="Oui, d'accord")
    head.open(f"/dossiers/{reference}/volet/immersion/")
    head.reads("signé par Fatou Traoré")


def settle(caseworker, head, reference: str, dwelling) -> None:
    head.do(
        "Enregistrer le contrat signé",
        {"Poste à pourvoir": "Menuisier d'agencement – Menuiserie Delmas", "Commence le": TODAY.isoformat()},
    )
    head.do("Proposer un logement", {"Logement": str(dwelling)})
    caseworker.open(f"/dossiers/{reference}/")
    caseworker.do("Enregistrer le bail signé")
    caseworker.do("Constater l'emménagement")
    assert step_of(reference) == Step.SETTLED
    caseworker.do("Noter un acte d'accompagnement", {"Thème": "Logement", "Note partagée": "État des lieux fait."})
    assert step_of(reference) == Step.SUPPORT
    caseworker.do("Constater la sortie vers le droit commun")


def look_from_the_head_office(manager, reference: str) -> None:
    manager.open("/pilotage/")
    manager.reads("Installées ou en cours d'installation")
    manager.open(f"/dossiers/{reference}/ouvrir/")
    manager.page.get_by_label("Motif").select_option(index=1)
    manager.fill({"Précision": "Question de la famille au siège."})
    manager.press("Ouvrir avec ce motif")
    manager.reads("TRAORÉ Fatou")
