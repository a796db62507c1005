from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect


class Person:
    """Somebody at a browser: opens pages, fills in fields by their label, presses buttons by their words.

    With JavaScript, every page they land on is looked at by axe and its console must stay silent.
    """

    def __init__(self, page: Page, *, javascript: bool) -> None:
        self.page, self.javascript = page, javascript
        self.complaints: list[str] = []
        self.seen: set[str] = set()
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def sign_in(self, email: str, password: str) -> None:
        self.open("/connexion/")
        self.fill({"Adresse électronique": email, "Mot de passe": password})
        self.press("Se connecter")

    def open(self, path: str) -> None:
        self.page.goto(path)
        self.look()

    def fill(self, answers: dict[str, str]) -> None:
        """Label → what is typed or chosen. A label shown several times is the first one."""
        for label, value in answers.items():
            field = self.page.locator("main").get_by_label(label).first
            if field.evaluate("field => field.tagName") == "SELECT":
                option = field.locator("option", has_text=value).first
                field.select_option(value=option.get_attribute("value"))
            else:
                field.fill(value)

    def choose(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).check()

    def press(self, words: str) -> None:
        self.page.locator("main").get_by_role("button", name=words, exact=True).first.click()
        self.page.wait_for_load_state("load")
        self.look()

    def follow(self, words: str) -> None:
        self.page.locator("main").get_by_role("link", name=words).first.click()
        self.page.wait_for_load_state("load")
        self.look()

    def do(self, verb: str, answers: dict[str, str] | None = None, *, choose: str = "") -> None:
        """From the file's screen: the link with the verb's words, its page, its button."""
        self.follow(verb)
        self.fill(answers or {})
        if choose:
            self.choose(choose)
        self.press(verb)

    def reads(self, words: str) -> None:
        expect(self.page.locator("main").get_by_text(words).first).to_be_visible()

    def look(self) -> None:
        assert self.complaints == [], f"{self.page.url} : {self.complaints}"
        if self.javascript and self._kind_of_page() not in self.seen:
            self.seen.add(self._kind_of_page())
            violations = Axe().run(self.page).response["violations"]
            assert violations == [], f"{self.page.url} : {[(v['id'], v['nodes'][0]['html']) for v in violations]}"

    def _kind_of_page(self) -> str:
        return self.page.locator("h1").first.inner_text() + self.page.url.split("/")[-2]
