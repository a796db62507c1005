"""What a browser would send back: every field of the page's form, as shown."""

from html.parser import HTMLParser


class FormReader(HTMLParser):
    """The successful controls of one form of a page, without any button."""

    def __init__(self, form_id: str | None) -> None:
        super().__init__()
        self.form_id = form_id
        self.inside, self.select, self.textarea = False, None, None
        self.fields: dict[str, list[str]] = {}

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form" and given.get("method") == "post":
            self.inside = self.form_id is None or given.get("id") == self.form_id
        if not self.inside:
            return
        name = given.get("name")
        if tag == "input" and name:
            self.read_input(given)
        elif tag == "select":
            self.select, self.first = name, True
        elif tag == "option" and self.select:
            self.read_option(given)
        elif tag == "textarea":
            self.textarea = name
            self.fields[name] = [""]

    def read_input(self, given):
        kind = given.get("type", "text")
        if kind in {"checkbox", "radio"} and "checked" not in given:
            return
        if kind not in {"file", "submit"}:
            self.fields.setdefault(given["name"], []).append(given.get("value") or "")

    def read_option(self, given):
        if self.first or "selected" in given:
            self.fields[self.select] = [given.get("value") or ""]
        self.first = False

    def handle_data(self, data):
        if self.textarea:
            self.fields[self.textarea][0] += data.removeprefix("\n")

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.textarea = None


def form_of(response, form_id: str | None = None) -> dict[str, list[str]]:
    reader = FormReader(form_id)
    reader.feed(response.content.decode())
    assert reader.fields, "no form on this page"
    return reader.fields


def text_of(response) -> str:
    """The page's words, with ordinary spaces and apostrophes."""
    from html import unescape

    return unescape(response.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")
