"""Background work. The row in PostgreSQL is the truth; Celery and Redis only carry the wake-up.

``actions.enqueue`` asks for work, ``registry.job_kind`` declares it, ``execution.run`` does it, ``sweeper.sweep``
picks up what was dropped.
"""
