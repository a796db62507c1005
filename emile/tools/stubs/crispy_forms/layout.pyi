class LayoutObject:
    fields: list[LayoutObject | str]

class Layout(LayoutObject):
    def __init__(self, *fields: LayoutObject | str) -> None: ...

class Div(LayoutObject):
    def __init__(self, *fields: LayoutObject | str, css_class: str | None = None) -> None: ...

class Fieldset(LayoutObject):
    def __init__(self, legend: str, *fields: LayoutObject | str, css_class: str | None = None) -> None: ...
