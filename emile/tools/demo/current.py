"""EMILE today: files at every step, dated from the day of loading, so that each role has work on its first page."""

from datetime import timedelta

from django.utils import timezone

from candidates.journey import first_half, following
from candidates.models import Complement, Schooling, SocialHousingRequest, StayRight
from emile.tools.demo.cast import Cast
from emile.tools.demo.path import Mark, Path, reason
from placements.housing import workflow as housing
from placements.project import workflow as project
from placements.stays import workflow as stays


class CurrentFiles:
    """Stays with fixed days come first: the others take the days that are left in the relay flats."""

    def __init__(self, cast: Cast):
        self.cast = cast
        self.file, self.ago = cast.file, cast.ago
        self.today = cast.today
        self.flats = cast.directory.flats["cantal"]

    def write(self) -> None:
        self.stays_of_these_days()
        self.in_paris()
        self.to_decide()
        self.preparing()
        self.after_the_stay()
        self.settling()
        self.followed()
        self.ended()
        self.elsewhere()
        self.paused()

    # --- in the place of origin -------------------------------------------------------------------------------

    def in_paris(self) -> None:
        ago = self.ago
        self.file(children=1).walk(Mark.OPEN, self.today, open={"level": 1})
        self.file(couple=True, children=2).walk(Mark.OPEN, ago(3), open={"level": 3})
        self.file().walk(Mark.OPEN, ago(9), open={"level": 5})
        self.file("charonne", children=1).walk(Mark.OPEN, ago(5), open={"level": 2})
        self.file("hotel-social", couple=True).walk(Mark.OPEN, ago(34), open={"level": 4})
        self.to_complete(self.file(children=2), 6, answered=False)
        self.to_complete(self.file(), 4, answered=True)
        self.to_complete(self.file("toit-et-joie", couple=True), 11, answered=False)
        for structure, days in [("samusocial", 1), ("charonne", 4), ("samusocial-2", 9), ("hotel-social", 16)]:
            self.file(structure, children=days % 3).walk(Mark.SUBMIT, ago(days))

    def to_complete(self, path: Path, days: int, *, answered: bool) -> None:
        path.walk(Mark.SUBMIT, self.ago(days + 4))
        first_half.ask_complements(
            path.journey,
            by=path.team.referent,
            on=self.ago(days),
            topic="logement",
            question="Pouvez-vous préciser depuis quand la famille vit à l'hôtel, et joindre l'avis d'imposition ?",
        )
        asked_at = timezone.now() - timedelta(days=days)
        path.journey.complements.update(asked_at=asked_at)
        if answered:
            Complement.objects.filter(journey=path.journey).update(
                answer="Depuis mars dernier ; l'avis d'imposition est dans les documents.",
                state="answered",
                answered_by=path.team.prescriber,
                answered_at=timezone.now() - timedelta(days=1),
            )

    # --- the decision -----------------------------------------------------------------------------------------

    def to_decide(self) -> None:
        ago, head = self.ago, self.cast.directory.people["chef"]
        for structure, days, children in [
            ("samusocial", 2, 1),
            ("charonne", 6, 0),
            ("toit-et-joie", 15, 3),
            ("samusocial", 31, 2),
        ]:
            self.file(structure, children=children, couple=children > 1).walk(Mark.PRESENT, ago(days))
        for structure, days, why in [("samusocial", 12, "vacancy"), ("hotel-social", 47, "dwelling")]:
            path = self.file(structure, children=1).walk(Mark.PRESENT, ago(days + 5))
            first_half.put_on_waiting_list(path.journey, by=head, on=ago(days), reason=reason(f"waiting-{why}"))
        self.declined("samusocial", 85, "childcare", "Pas de place en crèche avant le printemps.")
        self.declined("charonne", 63, "no-vacancy", "Aucun poste de boulanger pour l'instant.")
        self.declined("samusocial", 40, "papers", "")
        self.declined("hotel-social", 25, "not-willing", "")
        again = self.declined("toit-et-joie", 100, "project-unripe", "")
        first_half.reconsider(again.journey, by=head, on=ago(7), note="Le projet est maintenant clair.")

    def declined(self, structure: str, days: int, why: str, note: str) -> Path:
        path = self.file(structure, children=days % 3).walk(Mark.PRESENT, self.ago(days + 9))
        head = path.team.head
        first_half.decline(path.journey, by=head, on=self.ago(days), reason=reason(f"decline-{why}"), note=note)
        return path

    # --- before the stay --------------------------------------------------------------------------------------

    def preparing(self) -> None:
        ago = self.ago
        self.file(couple=True, children=1).walk(Mark.SHORTLIST, ago(1))
        self.file("charonne").walk(Mark.SHORTLIST, ago(10))
        self.file("hotel-social", children=2).walk(Mark.SHORTLIST, ago(26))
        self.file(children=1).walk(Mark.CONTACT, ago(3), contact={"outcome": "proposed"})
        path = self.file("toit-et-joie", couple=True).walk(Mark.CONTACT, ago(13), contact={"outcome": "refused"})
        path.further_contact(ago(8), outcome="interview", note="Entretien en visio vendredi.")
        path = self.file("charonne", children=1).walk(Mark.CONTACT, ago(41), contact={"outcome": "proposed"})
        path.further_contact(ago(30), outcome="withdrawn")
        self.file(children=1).walk(Mark.MEET, ago(4))
        self.papers_expiring(self.file(couple=True).walk(Mark.MEET, ago(16)))
        self.no_show()
        self.back_again()

    def papers_expiring(self, path: Path) -> None:
        household = path.journey.household
        StayRight.objects.filter(member__household=household).update(
            document="receipt", expires_on=self.today + timedelta(days=38)
        )
        SocialHousingRequest.objects.filter(household=household).delete()
        SocialHousingRequest.objects.create(
            household=household,
            number="0751900000417",
            department_id="75",
            filed_on=self.ago(340 + 365),
            renewed_on=self.ago(340),
        )

    def no_show(self) -> None:
        path = self.file("charonne", children=2)
        path.days = {Mark.ARRIVE: self.ago(12), Mark.RETURN: self.ago(9)}
        path.walk(Mark.BOOK, self.ago(26))
        stays.record_no_show(
            path.journey, by=path.team.caseworker, on=path.days[Mark.ARRIVE], note="Enfant malade la veille du départ."
        )

    def back_again(self) -> None:
        """Left two years ago, came back: two journeys on one household; the first stays as it was."""
        path = self.file(couple=True, children=1, on=self.ago(900))
        path.walk(Mark.CONTACT, self.ago(640))
        path.leave("exit-before-move-in-family", self.ago(610), "Grand-mère malade : la famille reste à Paris.")
        household = path.journey.household
        path.days = {}
        path.walk(Mark.MEET, self.ago(9), open={"household": household})

    def paused(self) -> None:
        path = self.file("toit-et-joie", couple=True, children=1).walk(Mark.CONTACT, self.ago(24))
        following.suspend(
            path.journey,
            by=path.team.prescriber,
            on=self.ago(5),
            reason=reason("suspension-health"),
            until=self.today + timedelta(days=75),
            note="Naissance attendue dans un mois : la famille souhaite reprendre ensuite.",
        )

    # --- the stays of these days ------------------------------------------------------------------------------

    def stays_of_these_days(self) -> None:
        """Two flats: leaving today and under way; then the next arrivals, the day after tomorrow and next week."""
        first, second = self.flats
        today = self.today
        leaving = self.file(couple=True, children=2).walk(Mark.MEET, self.ago(21))
        leaving.book_exactly(first, self.ago(3), 3, on=self.ago(14))
        leaving.arrive()
        under_way = self.file("charonne", children=1).walk(Mark.MEET, self.ago(25))
        under_way.book_exactly(second, self.ago(2), 4, on=self.ago(12))
        under_way.arrive()
        arriving = self.file(couple=True).walk(Mark.MEET, self.ago(20))
        arriving.book_exactly(first, today, 3, on=self.ago(8))
        soon = self.file("toit-et-joie", couple=True, children=3).walk(Mark.MEET, self.ago(15))
        soon.book_exactly(second, today + timedelta(days=2), 4, on=self.ago(5))
        next_week = self.file("hotel-social", children=1).walk(Mark.MEET, self.ago(11))
        next_week.book_exactly(first, today + timedelta(days=8), 3, on=self.ago(3))
        cancelled = self.file("samusocial-2").walk(Mark.MEET, self.ago(18))
        cancelled.book_exactly(second, today + timedelta(days=9), 3, on=self.ago(6))
        stays.cancel_stay(
            cancelled.journey, by=cancelled.team.caseworker, on=self.ago(1), note="Entretien reporté par l'employeur."
        )

    # --- after the stay ---------------------------------------------------------------------------------------

    def after_the_stay(self) -> None:
        ago = self.ago
        self.file(children=1).walk(Mark.RETURN, ago(6))
        one_side = self.file("charonne", couple=True, children=1).walk(Mark.RETURN, ago(11))
        one_side.household_answers(True, on=ago(8))
        other_side = self.file(couple=True).walk(Mark.RETURN, ago(14))
        other_side.service_answers(True, on=ago(10))
        self.refused_by_the_family()
        self.taken_up_again()
        self.cut_short()
        self.waived()
        self.two_days_only()

    def refused_by_the_family(self) -> None:
        path = self.file("hotel-social", children=2).walk(Mark.RETURN, self.ago(17))
        path.household_answers(False, on=self.ago(13), note="L'école est trop loin du logement proposé.")
        path.service_answers(True, on=self.ago(12))

    def taken_up_again(self) -> None:
        path = self.file(couple=True, children=1).walk(Mark.RETURN, self.ago(70))
        path.household_answers(True, on=self.ago(66))
        path.service_answers(False, on=self.ago(65), note="Projet professionnel à retravailler.")
        project.resume_project(path.journey, by=path.team.head, on=self.ago(20), note="Un autre poste est trouvé.")

    def cut_short(self) -> None:
        path = self.file("samusocial-2", children=1).walk(Mark.ARRIVE, self.ago(30))
        path.end_stay(on=path.days[Mark.ARRIVE] + timedelta(days=1), cut_short=True)

    def waived(self) -> None:
        path = self.file("charonne").walk(Mark.MEET, self.ago(19))
        stays.waive_immersion(
            path.journey,
            by=path.team.head,
            on=self.ago(5),
            reason=reason("immersion-waiver-knows-territory"),
            note="Une sœur vit à Arpajon-sur-Cère.",
        )

    def two_days_only(self) -> None:
        path = self.file(children=0, couple=True).walk(Mark.MEET, self.ago(58))
        flat, arrival = self.cast.relays.find("cantal", self.ago(38), 1, 2, not_before=self.ago(55))
        path.book_exactly(
            flat,
            arrival,
            1,
            on=self.ago(56),
            exception_reason=reason("stay-exception-work-constraint"),
            exception_note="Deux jours seulement : mission d'intérim en cours.",
        )
        path.arrive()
        path.end_stay()

    # --- the installation -------------------------------------------------------------------------------------

    def settling(self) -> None:
        ago = self.ago
        self.file(children=1).walk(Mark.AGREE, ago(2))
        self.offer_before_contract(self.file("charonne", couple=True, children=2).walk(Mark.AGREE, ago(12)))
        self.refused_dwelling(self.file("toit-et-joie").walk(Mark.AGREE, ago(23)))
        self.file(couple=True, children=1).walk(Mark.CONTRACT, ago(4), contract={"kind": "promise"})
        self.file("hotel-social").walk(Mark.OFFER, ago(7), contract={"kind": "cdd"})
        self.file("charonne", children=2).walk(Mark.LEASE, ago(3))
        self.children_held_back(self.file(children=1).walk(Mark.LEASE, ago(9)))
        self.file(couple=True, children=2).walk(Mark.MOVE_IN, ago(2))
        self.file("samusocial-2").walk(Mark.MOVE_IN, ago(9), contract={"kind": "training"})

    def offer_before_contract(self, path: Path) -> None:
        path.days[Mark.OFFER] = self.ago(6)
        path.offer()

    def refused_dwelling(self, path: Path) -> None:
        path.days[Mark.OFFER] = self.ago(15)
        path.offer()
        housing.refuse_dwelling(path.journey, by=path.team.head, on=self.ago(10), note="Trop loin de l'arrêt de bus.")

    def children_held_back(self, path: Path) -> None:
        """The lease is signed, but the other parent's agreement is still to come: nobody moves."""
        Schooling.objects.filter(member__household=path.journey.household).update(parental_consent="missing")

    # --- the follow-up ----------------------------------------------------------------------------------------

    def followed(self) -> None:
        """(move-in, days of the acts, next step of the last one), days ago; a next step may be overdue or today."""
        for structure, caseworker, moved, acts, next_in, children in [
            ("samusocial", "accompagnement", 17, [14, 6], 6, 1),
            ("charonne", "accompagnement", 29, [26, 20, 9], 4, 0),
            ("samusocial", "accompagnement", 48, [45, 30, 15, 3], 10, 2),
            ("hotel-social", "accompagnement2", 88, [85, 60, 36, 13], 14, 3),
            ("toit-et-joie", "accompagnement", 121, [118, 90, 44], None, 1),
            ("samusocial", "accompagnement2", 150, [146, 100, 51, 20], 15, 0),
            ("charonne", "accompagnement", 174, [170, 120, 60, 31, 8], 30, 2),
            ("samusocial", "accompagnement", 196, [190, 130, 70, 25], 20, 1),
        ]:
            path = self.file(structure, caseworker=caseworker, couple=children > 1, children=children)
            path.walk(Mark.MOVE_IN, self.ago(moved))
            for rank, days in enumerate(acts, start=1):
                last = rank == len(acts)
                path.act(
                    self.ago(days),
                    next_in=next_in if last else None,
                    presence="absent" if rank == 3 else "present",
                    private="Fatiguée aujourd'hui : rappeler plutôt le matin." if rank == 2 else "",
                )

    # --- what has ended ---------------------------------------------------------------------------------------

    def ended(self) -> None:
        ago = self.ago
        for structure, moved, out, children in [
            ("samusocial", 420, 190, 2),
            ("charonne", 390, 150, 0),
            ("samusocial", 330, 96, 1),
        ]:
            self.out_to_mainstream(self.file(structure, children=children, on=ago(moved + 150)), moved, out)
        gone = self.file("hotel-social", couple=True, on=ago(500)).walk(Mark.MOVE_IN, ago(260))
        gone.act(ago(250))
        gone.leave("exit-after-move-in-back-to-origin", ago(130), "Retour près de la famille.")
        for structure, mark, days, why in [
            ("samusocial", Mark.SUBMIT, 45, "exit-before-move-in-hired-in-origin"),
            ("toit-et-joie", Mark.PRESENT, 75, "exit-before-move-in-stays-in-origin"),
            ("charonne", Mark.CONTACT, 52, "exit-before-move-in-lost-contact"),
            ("samusocial", Mark.RETURN, 34, "exit-before-move-in-immersion"),
        ]:
            path = self.file(structure, children=days % 2).walk(mark, ago(days + 8))
            path.leave(why, ago(days), by=path.team.referent)

    def out_to_mainstream(self, path: Path, moved: int, out: int) -> None:
        path.walk(Mark.MOVE_IN, self.ago(moved))
        for days in range(moved - 6, out, -45):
            path.act(self.ago(days))
        path.days[Mark.EXIT] = self.ago(out)
        path.exit()

    # --- other territories and origins ------------------------------------------------------------------------

    def elsewhere(self) -> None:
        ago = self.ago
        for structure, mark, days in [
            ("samusocial", Mark.PRESENT, 5),
            ("lyon", Mark.MEET, 6),
            ("lyon", Mark.AGREE, 8),
            ("charonne", Mark.CONTRACT, 10),
        ]:
            self.file(structure, territory="lozere", children=days % 3).walk(mark, ago(days))
        self.file("lyon", children=1).walk(Mark.SUBMIT, ago(3))
        self.file("lyon", couple=True).walk(Mark.PRESENT, ago(13))
        for structure, moved in [("lyon", 75), ("hotel-social", 40)]:
            path = self.file(structure, territory="lozere", couple=True, children=1).walk(Mark.MOVE_IN, ago(moved))
            path.act(ago(moved - 4))
            path.act(ago(moved // 2), next_in=moved // 2 + 3)
        self.out_to_mainstream(self.file("charonne", territory="lozere", on=ago(500)), 300, 80)
