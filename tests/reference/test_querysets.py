import datetime
from decimal import Decimal

import pytest

from emile.reference.enums import ReasonKind
from emile.reference.models import (
    Basin,
    Commune,
    LegalParameter,
    OriginArea,
    Programme,
    Reason,
    Territory,
    Trade,
)
from emile.reference.querysets import ParameterMissing

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 21)


def codes(rows) -> set[str]:
    return set(rows.values_list("code", flat=True))


class TestValidOn:
    def test_pilots_of_2019(self):
        pilots = {"cantal", "doubs", "lot", "lozere", "maine-et-loire", "seine-maritime"}
        assert codes(Territory.objects.valid_on(datetime.date(2019, 6, 14))) == pilots

    def test_only_aurillac_before(self):
        assert codes(Territory.objects.valid_on(datetime.date(2019, 6, 13))) == {"cantal"}

    def test_host_departments_of_2024(self):
        hosts = {"ain", "allier", "cantal", "cher", "indre", "lozere", "maine-et-loire", "savoie", "seine-maritime"}
        assert codes(Territory.objects.valid_on(datetime.date(2024, 11, 28))) == hosts

    def test_the_last_day_is_included(self):
        assert "lot" in codes(Territory.objects.valid_on(datetime.date(2023, 12, 31)))
        assert "lot" not in codes(Territory.objects.valid_on(datetime.date(2024, 1, 1)))

    def test_the_first_day_is_included(self):
        Territory.objects.filter(code="lot").update(valid_from=TODAY, valid_to=TODAY)
        days = [TODAY + datetime.timedelta(days=number) for number in (-1, 0, 1)]
        assert ["lot" in codes(Territory.objects.valid_on(day)) for day in days] == [False, True, False]

    def test_basins_of_the_cantal_open_one_after_another(self):
        def names(date):
            return [basin.name for basin in Basin.objects.valid_on(date)]

        assert names(datetime.date(2019, 10, 16)) == ["Aurillac"]
        assert sorted(names(TODAY)) == ["Aurillac", "Mauriac", "Saint-Flour"]

    def test_accents_do_not_change_the_order(self):
        assert [area.code for area in OriginArea.objects.all()] == ["ile-de-france", "lyon", "premier-asile"]

    def test_origin_areas(self):
        assert codes(OriginArea.objects.valid_on(datetime.date(2015, 1, 1))) == {"ile-de-france"}
        assert "lyon" in codes(OriginArea.objects.valid_on(TODAY))


class TestProgrammes:
    """The differences between the programmes are these columns."""

    def rules(self, code: str) -> tuple:
        programme = Programme.objects.get(code=code)
        return (
            programme.diagnosis_required,
            programme.immersion_required,
            programme.job_before_move_in,
            programme.support_months,
            programme.support_starts,
        )

    def test_rules(self):
        assert self.rules("utue") == (True, True, True, None, "move_in")
        assert self.rules("emile") == (True, True, True, 6, "move_in")
        assert self.rules("reinstalles") == (False, False, False, 12, "arrival")

    def test_openings(self):
        utue, emile = Programme.objects.get(code="utue"), Programme.objects.get(code="emile")
        assert [opening.territory.code for opening in utue.openings.valid_on(TODAY)] == ["cantal"]
        assert emile.openings.valid_on(TODAY).count() == 9
        assert emile.openings.valid_on(datetime.date(2019, 6, 14)).count() == 6


class TestParameters:
    @pytest.mark.parametrize(
        ("code", "date", "value"),
        [
            ("plus_ceiling_cat1", datetime.date(2026, 1, 1), 23403),
            ("plus_ceiling_cat1", datetime.date(2025, 12, 31), 23201),
            ("plus_ceiling_cat3", TODAY, 37584),
            ("plus_ceiling_extra", TODAY, 6710),
            ("min_surface_2", TODAY, 16),
            ("min_surface_cap", TODAY, 70),
            ("effort_threshold", TODAY, 30),
            ("consumption_unit_child", TODAY, Decimal("0.3")),
            ("residence_permit_alert_days", TODAY, 120),
            ("vacancy_stale_days", TODAY, 90),
        ],
    )
    def test_value_on(self, code, date, value):
        assert LegalParameter.objects.value_on(code, date) == value

    def test_a_missing_value_has_a_name_and_a_sentence(self):
        with pytest.raises(ParameterMissing, match="« plus_ceiling_cat1 » n'est connue au 31/12/2024") as missing:
            LegalParameter.objects.value_on("plus_ceiling_cat1", datetime.date(2024, 12, 31))
        assert missing.value.code == "plus_ceiling_cat1"

    def test_zero_is_a_value(self):
        LegalParameter.objects.filter(code="vacancy_stale_days").update(value=0)
        assert LegalParameter.objects.value_on("vacancy_stale_days", TODAY) == 0

    def test_the_values_of_a_day_are_those_of_that_day(self):
        eve, day = datetime.date(2025, 12, 31), datetime.date(2026, 1, 1)
        assert LegalParameter.objects.values_on(eve)["plus_ceiling_cat1"] == 23201
        assert LegalParameter.objects.values_on(day)["plus_ceiling_cat1"] == 23403
        with pytest.raises(ParameterMissing, match="« plus_ceiling_cat1 » n'est connue au 31/12/2024") as missing:
            LegalParameter.objects.values_on(datetime.date(2024, 12, 31))["plus_ceiling_cat1"]
        assert (missing.value.code, missing.value.date) == ("plus_ceiling_cat1", datetime.date(2024, 12, 31))

    def test_all_values_of_a_day_in_one_query(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            values = LegalParameter.objects.values_on(TODAY)
        assert values["min_surface_1"] == 9
        with pytest.raises(ParameterMissing):
            values["nothing"]

    def test_figure_drops_the_zeros(self):
        assert str(LegalParameter.objects.get(code="min_surface_cap").figure) == "70"
        assert str(LegalParameter.objects.get(code="consumption_unit_other").figure) == "0.5"

    def test_every_parameter_says_where_it_comes_from(self):
        assert not LegalParameter.objects.filter(source="").exists()


class TestReasons:
    def test_every_kind_has_reasons(self):
        assert set(Reason.objects.values_list("kind", flat=True)) == set(ReasonKind)

    def test_offered_follows_the_order_of_the_list_then_the_words(self):
        Reason.objects.filter(code__in=["waiting-document", "waiting-interview", "waiting-vacancy"]).update(order=45)
        labels = [reason.label for reason in Reason.objects.offered(ReasonKind.WAITING)]
        assert labels == [
            "En attente d'un logement adapté", "En attente d'un poste correspondant", "En attente d'un rendez-vous",
            "En attente d'une pièce", "En attente de la fin de l'année scolaire",
            "Plus de place dans le territoire pour l'instant", "Autre",
        ]  # fmt: skip

    def test_one_no_longer_offered(self):
        everything = codes(Reason.objects.offered(ReasonKind.DECLINE))
        Reason.objects.filter(code="decline-other").update(active=False)
        assert codes(Reason.objects.offered(ReasonKind.DECLINE)) == everything - {"decline-other"}
        assert "decline-other" in everything

    @pytest.mark.parametrize(
        ("code", "consequence", "days"),
        [
            ("decline-french", "park", 180),
            ("decline-papers", "park", 120),
            ("decline-childcare", "park", 90),
            ("decline-not-eligible", "close", None),
            ("immersion-waiver-health", "none", None),
        ],
    )
    def test_consequences(self, code, consequence, days):
        reason = Reason.objects.get(code=code)
        assert (reason.consequence, reason.park_days) == (consequence, days)

    def test_other_always_asks_for_a_note(self):
        assert not Reason.objects.filter(label="Autre", note_required=False).exists()


def first(text: str) -> str:
    return Commune.objects.matching(text)[:10][0].code


class TestCommunes:
    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("auril", "15014"),
            ("AURILLAC", "15014"),
            ("saint flour", "15187"),
            ("St-Flour", "15187"),
            ("sâint-flour", "15187"),
            ("15000", "15014"),
            ("mauriac 15", "15120"),
            ("paris", "75056"),
            ("75011", "75056"),
            ("l'hay", "94038"),
            ("ajaccio", "2A004"),
        ],
    )
    def test_best_match(self, typed, code):
        assert first(typed) == code

    def test_names_that_begin_with_the_text_come_first_then_the_largest(self):
        names = [commune.name for commune in Commune.objects.matching("lyon")[:5]]
        assert names[0] == "Lyon"
        found = list(Commune.objects.matching("saint denis")[:10])
        starting = [commune for commune in found if commune.search_name.startswith("saint denis")]
        assert found[: len(starting)] == starting
        assert [c.population for c in starting] == sorted((c.population for c in starting), reverse=True)

    def test_every_word_may_begin_the_match(self):
        assert first("roses hay") == "94038"

    @pytest.mark.parametrize("typed", ["urillac", "saint lour", "aurillac mende", "5014"])
    def test_each_word_begins_a_word(self, typed):
        assert "15014" not in codes(Commune.objects.matching(typed))
        assert "15187" not in codes(Commune.objects.matching(typed))

    def test_of_the_same_size_by_name_then_by_code(self):
        Commune.objects.filter(name__in=["Mauriac", "Murat"]).update(population=77)
        found = Commune.objects.filter(population=77, name__in=["Mauriac", "Murat"]).matching("m")
        assert [commune.code for commune in found] == ["15120", "33278", "03191", "15138"]

    @pytest.mark.parametrize("typed", ["", "   ", "\x00", "😀", "%", "_", "-'"])
    def test_nothing_typed_nothing_found(self, typed):
        assert not Commune.objects.matching(typed).exists()
        assert not Commune.objects.named(typed).exists()

    def test_a_very_long_text_is_harmless(self):
        assert not Commune.objects.matching("zz " * 500_000).exists()
        assert not Commune.objects.named("z" * 1_000_000).exists()

    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("Aurillac", {"15014"}),
            ("Aurillac (15000)", {"15014"}),
            ("15014", {"15014"}),
            ("2a004", {"2A004"}),
            ("St Flour", {"15187"}),
            ("Mauriac", {"15120", "33278"}),
            ("Mauriac (15200)", {"15120"}),
            ("Paris (75)", {"75056"}),
            ("Paris 75011", {"75056"}),
            ("Ajaccio (2A)", {"2A004"}),
            ("Nulle-Part-sur-Rien", set()),
            ("Mauriac (15)", {"15120"}),
            ("Mauriac 33540", {"33278"}),
            ("Mauriac 15000", set()),
            ("Saint-Denis (974)", {"97411"}),
            ("15000", {"15014", "15267"}),
            ("Auri", set()),
            ("Aurillac Mende", set()),
            ("Le Puy-en-Velay", {"43157"}),
            ("75", set()),
        ],
    )
    def test_named(self, typed, found):
        assert codes(Commune.objects.named(typed)) == found

    def test_every_label_names_one_commune(self):
        labels = [str(commune) for commune in Commune.objects.all()]
        assert len(labels) == len(set(labels))

    def test_a_label_is_read_back(self):
        for commune in Commune.objects.order_by("-population")[:200]:
            assert codes(Commune.objects.named(str(commune))) == {commune.code}, str(commune)


class TestTrades:
    @pytest.mark.parametrize(
        ("typed", "code"), [("maçon", "F1703"), ("f1703", "F1703"), ("couvertures", "F1610"), ("aide soign", None)]
    )
    def test_matching(self, typed, code):
        best = Trade.objects.matching(typed).first()
        assert (best.code if best else None) == code

    def test_matching_goes_with_dates(self):
        assert Trade.objects.valid_on(TODAY).matching("maçon").exists()
        assert not Trade.objects.valid_on(datetime.date(2000, 1, 1)).matching("maçon").exists()

    def test_its_first_and_its_last_day_are_included(self):
        Trade.objects.filter(pk="F1703").update(valid_from=TODAY, valid_to=TODAY)
        days = [TODAY + datetime.timedelta(days=number) for number in (-1, 0, 1)]
        assert [Trade.objects.valid_on(day).matching("maçon").exists() for day in days] == [False, True, False]

    def test_by_label_then_by_code(self):
        found = list(Trade.objects.matching("conduite")[:40])
        assert len(found) > 10
        begins = [trade.search_name.startswith("conduite") for trade in found]
        assert begins == sorted(begins, reverse=True)
        for code, label in (("A1201", "Bois"), ("F1703", "Art"), ("A1101", "Bois")):
            Trade.objects.filter(pk=code).update(label=label, search_name="zz essai")
        assert [trade.pk for trade in Trade.objects.matching("zz essai")] == ["F1703", "A1101", "A1201"]

    def test_the_field_is_three_characters(self):
        assert Trade.objects.get(pk="F1703").field == "F17"
