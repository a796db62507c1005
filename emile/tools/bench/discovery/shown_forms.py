"""The forms of a page as a browser has them, and what a person writes where the page says that something is missing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from html.parser import HTMLParser
from uuid import uuid4

from emile.tools.bench.discovery.browsers import Values

TEXT = "Écrit par la mesure."
Typed = str | Callable[[date], str]
"""What is typed, or how it is made on the day."""
NOT_TYPED = {"submit", "button", "reset", "image", "file", "checkbox", "radio"}


@dataclass
class Control:
    """One name of a form: what it holds, and what it offers."""

    name: str
    kind: str
    value: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    is_wrong: bool = False
    numeric: bool = False


@dataclass
class ShownForm:
    action: str
    controls: dict[str, Control] = field(default_factory=dict)
    saves_by_itself: bool = False
    name: str = ""
    """Its ``id``: buttons elsewhere on the page send it by that."""
    has_button: bool = False
    """One that leads to ``action``."""

    @property
    def takes_a_file(self) -> bool:
        return any(control.kind == "file" for control in self.controls.values())

    @property
    def wrong(self) -> list[Control]:
        return [control for control in self.controls.values() if control.is_wrong]

    def values(self) -> Values:
        return {control.name: control.value for control in self.controls.values() if control.value}


class _Reader(HTMLParser):
    """Only what a browser would send."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[ShownForm] = []
        self.buttons: list[tuple[str, str]] = []
        """Outside their form: its name, and the address that the button says, if it says one."""
        self.form: ShownForm | None = None
        self.select: Control | None = None
        self.area: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        seen: dict[str, str] = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = ShownForm(seen.get("action", ""), saves_by_itself="hx-post" in seen, name=seen.get("id", ""))
            if seen.get("method", "").lower() == "post":
                self.forms.append(self.form)
        elif tag == "button" and seen.get("form"):
            self.buttons.append((seen["form"], seen.get("formaction", "")))
        elif self.form is None or "disabled" in seen:
            return
        elif tag == "button" or seen.get("type") == "submit":
            self.form.has_button |= seen.get("type", "submit") == "submit"
        elif tag == "option" and self.select is not None:
            self._option(seen)
        elif tag in {"input", "select", "textarea"} and seen.get("name"):
            self._control(tag, seen)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def _control(self, tag: str, seen: dict[str, str]) -> None:
        assert self.form is not None
        kind = seen.get("type", "text") if tag == "input" else tag
        control = self.form.controls.setdefault(seen["name"], Control(seen["name"], kind))
        control.is_wrong |= "is-invalid" in seen.get("class", "") or seen.get("aria-invalid") == "true"
        control.numeric |= seen.get("inputmode", "") in {"numeric", "decimal"}
        if kind in {"checkbox", "radio"}:
            control.choices.append(seen.get("value", "on"))
            if "checked" in seen:
                control.value.append(seen.get("value", "on"))
        elif kind not in NOT_TYPED and tag == "input" and seen.get("value"):
            control.value.append(seen["value"])
        self.select = control if tag == "select" else self.select
        self.area = control if tag == "textarea" else self.area

    def _option(self, seen: dict[str, str]) -> None:
        assert self.select is not None
        self.select.choices.append(seen.get("value", ""))
        if "selected" in seen:
            self.select.value.append(seen.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.area is not None and data.strip():
            self.area.value.append(data.lstrip("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self.select is not None:
            if not self.select.value and self.select.choices[:1]:
                self.select.value.append(self.select.choices[0])  # a browser sends the first one
            self.select = None
        elif tag == "textarea":
            self.area = None
        elif tag == "form":
            self.form = None


def forms_of(page: str) -> list[ShownForm]:
    """Those that a button sends, to the address that it says or to that of the form."""
    reader = _Reader()
    reader.feed(page)
    named = {form.name: form for form in reader.forms if form.name}
    elsewhere = [
        replace(named[name], action=action or named[name].action) for name, action in reader.buttons if name in named
    ]
    return [*(form for form in reader.forms if form.has_button), *elsewhere]


def written_in(wrong: list[Control], today: date, special: Mapping[str, Typed]) -> Iterator[tuple[str, list[str]]]:
    """What a person writes in the fields that the page marks. ``special``: by name, a value or a way to make one."""
    for control in wrong:
        if control.name in special:
            value = special[control.name]
            yield control.name, [str(value(today) if callable(value) else value)]
        else:
            yield control.name, [plausible(control, today)]


def plausible(control: Control, today: date) -> str:
    offered = [choice for choice in control.choices if choice]
    if offered:
        return offered[0]
    if control.kind == "date":
        return today.isoformat()
    if control.kind == "email":
        return f"mesure-{uuid4().hex[:12]}@bench.emile.test"
    return "2" if control.numeric else TEXT


def in_days(number: int) -> Typed:
    return lambda today: (today + timedelta(days=number)).isoformat()
