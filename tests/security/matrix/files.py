"""The addresses of a file: its page, its candidature, its papers."""

from candidates.enums import Topic
from candidates.file.panels import panels_for
from candidates.steps import Step
from tests.security.matrix.doors import FOLLOWERS, FOLLOWERS_ACT, LISTS, MANAGERS, PARIS_FIRST, WORKS_ON_FILES, gone
from tests.security.matrix.objects import (
    COUNTED,
    MEMBER,
    MEMBER_OF_ANOTHER_FILE,
    PAPER_OF_ANOTHER_FILE,
    at,
    paper,
    settled,
)
from tests.security.matrix.rows import NO_METHOD, Row, others_less
from tests.security.matrix.verbs import verb_rows

NAME = "candidates.Household.name"


def files() -> list[Row]:
    return [*lists(), *pages(), *verb_rows(), *candidature(), *members(), *papers()]


def lists() -> list[Row]:
    return [
        Row("candidates:list", get=WORKS_ON_FILES, shows=f"{NAME} PRHC", queries=LISTS),
        Row("candidates:search", get=WORKS_ON_FILES, queries=("?q={foreign}", "?q={reference}", "?q={own}")),
        Row("candidates:new", get="200 PRH, 403 *", post="200 PRH, 403 *"),
        Row("candidates:open_with_reason", COUNTED, get=MANAGERS, post=MANAGERS, elsewhere=gone(MANAGERS)),
    ]


def pages() -> list[Row]:
    panels = [
        Row(
            "candidates:panel",
            settled(slug),
            get=FOLLOWERS,
            post=FOLLOWERS,
            elsewhere="404 *",
            variant=slug,
            shows=NAME,
        )
        for slug in [panel.slug for panel in panels_for(None)]
    ]
    return [
        Row("candidates:file", settled(), get=FOLLOWERS, post=FOLLOWERS, elsewhere="404 *", shows=NAME),
        Row(
            "candidates:file",
            at(Step.DIAGNOSIS),
            get=PARIS_FIRST,
            post=PARIS_FIRST,
            elsewhere="404 *",
            shows=NAME,
            variant="draft",
            people="PRHML",
        ),
        Row("candidates:summary", settled(), get=NO_METHOD, post=FOLLOWERS_ACT, elsewhere="404 *"),
        *others_less(panels, "PRHCL"),
    ]


def candidature() -> list[Row]:
    topics = [
        Row(
            "candidates:topic",
            at(Step.PROJECT, topic.value),
            get="200 PR, 403 HC, 404 *" if topic == Topic.WISH else "200 PRHC, 404 *",
            post="200 PR, 403 HC, 404 *" if topic == Topic.WISH else "200 PRHC, 404 *",
            elsewhere="404 *",
            variant=topic.value,
        )
        for topic in Topic
    ]
    return [
        Row(
            "candidates:candidature",
            settled(),
            get=FOLLOWERS,
            post=FOLLOWERS,
            elsewhere="404 *",
            shows="candidates.Member.last_name",
        ),
        Row(
            "candidates:topic",
            settled("menage"),
            get="403 PRHCM, 404 *",
            post="403 PRHCM, 404 *",
            elsewhere="404 *",
            variant="closed",
            people="PRHML",
        ),
        *others_less(topics, "PRHCL"),
    ]


def members() -> list[Row]:
    return [
        Row(
            "candidates:member_add", at(Step.PROJECT), get="200 PRHC, 404 *", post="200 PRHC, 404 *", elsewhere="404 *"
        ),
        Row(
            "candidates:member_edit",
            MEMBER,
            get=PARIS_FIRST,
            post=PARIS_FIRST,
            elsewhere="404 *",
            shows="candidates.Member.last_name",
        ),
        Row(
            "candidates:member_edit",
            MEMBER_OF_ANOTHER_FILE,
            get="404 *",
            post="404 *",
            elsewhere="404 *",
            variant="of another file",
            people="PRHML",
        ),
        Row("candidates:member_left", MEMBER, get=PARIS_FIRST, post=PARIS_FIRST, elsewhere="404 *"),
    ]


def papers() -> list[Row]:
    return [
        Row(
            "candidates:documents",
            at(Step.PROJECT),
            get="200 PRHC, 404 *",
            post="200 PRHC, 404 *",
            elsewhere="404 *",
            shows="candidates.Document.title",
        ),
        Row(
            "candidates:documents",
            settled(),
            get=FOLLOWERS,
            post="403 PRHCM, 404 *",
            elsewhere="404 *",
            variant="closed",
            people="PRHML",
        ),
        Row("candidates:document", paper(None), get=FOLLOWERS, elsewhere="404 *", shows="candidates.Document.title"),
        Row(
            "candidates:document",
            PAPER_OF_ANOTHER_FILE,
            get="404 *",
            elsewhere="404 *",
            variant="of another file",
            people="PRHML",
        ),
        Row(
            "candidates:document_withdraw",
            paper(Step.PROJECT),
            get=NO_METHOD,
            post="302 PRHC, 404 *",
            elsewhere="404 *",
        ),
    ]
