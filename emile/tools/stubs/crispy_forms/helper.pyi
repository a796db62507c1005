from crispy_forms.layout import Layout

class FormHelper:
    layout: Layout | None
    form_tag: bool
    disable_csrf: bool
    form_show_errors: bool
    render_hidden_fields: bool
    def __init__(self) -> None: ...
