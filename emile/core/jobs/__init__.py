"""Background work. The row in PostgreSQL says what there is to do; Celery and Redis only wake the workers.

``actions.enqueue`` asks for work, ``registry.job_kind`` declares it, ``execution.run`` does it, ``sweeper.sweep``
picks up what was dropped.
"""
