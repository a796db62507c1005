"""The list, once: ``listing.Listing`` is declared, ``page.list_page`` shows it."""
