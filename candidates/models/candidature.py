from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from candidates.enums import Audience, ComplementState, DocumentKind, Topic
from candidates.models.household import Household, Member
from candidates.models.journey import Journey
from candidates.querysets import ComplementQuerySet, ConsentQuerySet, DocumentQuerySet, JourneyChildQuerySet


class Diagnosis(models.Model):
    """The diagnosis made in the place of origin (diagnostic socio-professionnel)."""

    journey = models.OneToOneField(Journey, on_delete=models.PROTECT, related_name="diagnosis")
    made_on = models.DateField("date du diagnostic", null=True, blank=True)
    summary = models.TextField("la situation en quelques lignes", max_length=4000, blank=True)
    strengths = models.TextField("atouts", max_length=2000, blank=True)
    obstacles = models.TextField("freins à lever", max_length=2000, blank=True)

    objects = JourneyChildQuerySet.as_manager()

    class Meta:
        verbose_name = "diagnostic socio-professionnel"


class Candidature(models.Model):
    """What the structure submits about a household: its reasons, its wish, and what was agreed about it."""

    journey = models.OneToOneField(Journey, on_delete=models.PROTECT, related_name="candidature")
    reasons = models.TextField("pourquoi partir", max_length=2000, blank=True)
    ties = models.TextField("attaches (famille, amis, déjà venu)", max_length=1000, blank=True)
    obstacles = models.TextField("ce qui pourrait retenir", max_length=1000, blank=True)
    leisure = models.TextField("ce que la famille aime faire", max_length=1000, blank=True)
    ready_on = models.DateField("départ possible à partir du", null=True, blank=True)
    saved_at = models.DateTimeField(auto_now=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = JourneyChildQuerySet.as_manager()

    class Meta:
        verbose_name = "candidature"


class Wish(models.Model):
    """A territory the household would go to, in its order of preference."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="wishes")
    territory = models.ForeignKey(
        "reference.Territory", on_delete=models.PROTECT, related_name="+", verbose_name="territoire"
    )
    rank = models.PositiveSmallIntegerField("ordre")

    objects = JourneyChildQuerySet.as_manager()

    class Meta:
        verbose_name = "vœu"
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["journey", "territory"],
                name="wish_once_per_territory",
                violation_error_message="Ce territoire est déjà demandé.",
            )
        ]


class Complement(models.Model):
    """Something asked back to the prescriber before the file can go on."""

    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="complements")
    topic = models.CharField("page", max_length=10, choices=Topic)
    question = models.TextField("question", max_length=1000)
    answer = models.TextField("réponse", max_length=2000, blank=True)
    state = models.CharField("état", max_length=10, choices=ComplementState, default=ComplementState.OPEN)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ComplementQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de complément"
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by=None, answered_at=None)
                | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="complement_answered_by_and_when",
            )
        ]

    @property
    def tone(self) -> str:
        return "warning" if self.state == ComplementState.OPEN else "neutral"


class Consent(models.Model):
    """A consent records who was told what, when, on which version of the text, and what may be shared with whom. It is
    never changed: a new answer is a new row."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="consents")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text_version = models.CharField("version du texte", max_length=20)
    given = models.BooleanField("accord donné")
    shared_with = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, verbose_name="partage accepté avec"
    )
    given_on = models.DateField("date")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = "consentement"


def document_path(document: "Document", filename: str) -> str:
    """The path of a paper says nothing; the words of its title stay in the row."""
    return f"documents/{document.token.hex[:2]}/{document.token.hex}"


class Document(models.Model):
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="documents")
    token = models.UUIDField(unique=True, editable=False)
    kind = models.CharField("nature", max_length=16, choices=DocumentKind)
    title = models.CharField("intitulé", max_length=120)
    file = models.FileField("fichier", upload_to=document_path, max_length=200)
    size = models.PositiveIntegerField(default=0, editable=False)
    content_type = models.CharField(max_length=80, editable=False)
    expires_on = models.DateField("expire le", null=True, blank=True)
    audience = models.CharField("visible par", max_length=8, choices=Audience, default=Audience.TEAM)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    may_withdraw: bool
    """Told by the page that lists them, for the person who looks."""

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document"
