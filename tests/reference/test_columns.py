"""The list of each table: its columns, and what a line says."""

import re

import pytest

from emile.reference.models import Commune, Programme, Territory
from tests.reference.reading import line, table, words

pytestmark = pytest.mark.django_db


class TestColumns:
    @pytest.mark.parametrize(
        ("slug", "head", "name", "rest"),
        [
            (
                "territoires", ["Nom", "Département", "Du", "Au", "Source", "État"], "Lot",
                [
                    "Lot (46)", "14/06/2019", "31/12/2023",
                    "Pilote EMILE 2019 ; absent de la liste de 2024 (Sénat, question 2449 du 28/11/2024). "
                    "Date de fin à vérifier.", "Fermé",
                ],
            ),
            (
                "bassins", ["Nom", "Territoire", "Commune principale", "Du", "Au", "Source", "État"], "Aurillac",
                [
                    "Cantal", "Aurillac (15000)", "01/11/2014", "—",
                    "Bassin d'origine du dispositif (Aurore, « Un toit, un emploi », 2014).", "En vigueur",
                ],
            ),
            (
                "origines", ["Nom", "Départements", "Du", "Au", "Source", "État"], "Île-de-France",
                [
                    "75, 77, 78, 91, 92, 93, 94, 95", "01/11/2014", "—",
                    "Origine des ménages depuis le lancement de « Un toit, un emploi ».", "En vigueur",
                ],
            ),
            (
                "programmes",
                [
                    "Programme", "Origines", "Diagnostic", "Immersion", "Contrat d'abord", "Accompagnement", "Du", "Au",
                    "État",
                ],
                "UTUE",
                ["Île-de-France", "oui", "oui", "oui", "jusqu'au droit commun", "01/11/2014", "—", "En vigueur"],
            ),
            (
                "ouvertures", ["Programme", "Territoire", "Du", "Au", "Source", "État"], "UTUE",
                ["Cantal", "01/11/2014", "—", "Lancement à Aurillac, fin 2014.", "En vigueur"],
            ),
            (
                "motifs", ["Motif", "Moment", "Effet", "Précision exigée", "État"],
                "Niveau de français insuffisant pour le poste",
                ["Candidature non retenue", "met de côté 180 jours", "non", "En vigueur"],
            ),
            (
                "parametres", ["Paramètre", "Valeur", "Du", "Au", "Source", "État"],
                "Unité de consommation de chaque enfant de moins de 14 ans",
                [
                    "0,3 unité de consommation", "01/01/2014", "—",
                    "INSEE, échelle d'équivalence dite de l'OCDE modifiée.", "En vigueur",
                ],
            ),
            (
                "metiers", ["Code", "Intitulé", "Domaine"], "A1201",
                [
                    "Bûcheronnage et élagage",
                    "Agriculture et pêche, espaces naturels et espaces verts, soins aux animaux",
                ],
            ),
        ],
    )  # fmt: skip
    def test_what_a_line_says(self, ask, slug, head, name, rest):
        page = ask(slug)
        assert table(page)[0] == head
        assert line(page, name) == [name, *rest]

    def test_a_commune(self, ask):
        page = ask("communes", q="aurillac")
        assert table(page)[0] == ["Nom", "Code INSEE", "Codes postaux", "Département", "Population"]
        commune = Commune.objects.get(pk="15014")
        assert line(page, "Aurillac") == [
            "Aurillac",
            "15014",
            "15000",
            "Cantal",
            f"{commune.population:_}".replace("_", " "),
        ]

    def test_what_is_not_there_is_a_dash_or_said(self, ask):
        Territory.objects.get(code="cantal").basins.filter(name="Mauriac").update(main_commune=None)
        assert line(ask("bassins"), "Mauriac")[2] == "—"
        assert line(ask("origines"), "Pays de premier asile (Jordanie, Liban, Turquie)")[1] == "hors de France"

    @pytest.mark.parametrize(
        ("slug", "figures"), [("parametres", ["Valeur"]), ("communes", ["Population"]), ("territoires", [])]
    )
    def test_figures_stand_on_the_right(self, ask, slug, figures):
        page = words(ask(slug))
        assert re.findall(r'<th scope="col" class="num">\s*([^<]+?)\s*<', page) == figures
        assert set(re.findall(r'<td class="num" data-label="([^"]+)">', page)) == set(figures)

    @pytest.mark.parametrize(
        ("code", "said"),
        [
            ("emile", ["oui", "oui", "oui", "6 mois depuis l'emménagement"]),
            ("reinstalles", ["non", "non", "non", "12 mois depuis l'arrivée en France"]),
        ],
    )
    def test_the_rules_of_a_programme(self, ask, code, said):
        assert line(ask("programmes"), Programme.objects.get(code=code).short_name)[2:6] == said

    @pytest.mark.parametrize(
        ("moment", "name", "said"),
        [
            ("decline", "Hors des critères du programme", ["Candidature non retenue", "ferme le parcours", "non"]),
            (
                "decline",
                "Réorientation vers un autre territoire",
                ["Candidature non retenue", "ferme le parcours", "oui"],
            ),
            ("waiting", "En attente d'une pièce", ["Mise en liste d'attente", "met de côté 30 jours", "non"]),
        ],
    )
    def test_what_a_reason_does(self, ask, moment, name, said):
        assert line(ask("motifs", moment=moment), name)[1:4] == said

    def test_a_reason_without_effect(self, ask):
        effects = {row[2] for row in table(ask("motifs", moment="immersion_waiver"))[1:]}
        assert effects == {"aucun"}
