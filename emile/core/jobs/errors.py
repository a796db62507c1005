class JobRefused(Exception):
    """The work cannot succeed by trying again; the text is a French sentence the person will read."""


class UnknownJobKind(LookupError):
    """No ``@job_kind`` carries this name."""


class LeaseLost(Exception):
    """Another worker has taken the job over, so this transaction is rolled back."""


class UnsafeResultName(ValueError):
    """A file name that could hold personal data or break a header."""
