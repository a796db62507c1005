from datetime import date, timedelta

from emile.reference.querysets import Values


def news_limit(values: Values, today: date) -> date:
    """A post whose employer last gave news before this day is to be checked."""
    return today - timedelta(days=int(values["vacancy_stale_days"]))
