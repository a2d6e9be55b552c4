# The archive with its server. The database is in another container (docker-compose.yml).
FROM python:3.12-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    ARCHIVE_VAR=/var/lib/archive

# A Chinese face, and one for Arabic, for PDF files of the texts.
RUN apt-get update && apt-get install --yes --no-install-recommends fonts-noto-cjk fonts-noto-core \
    && rm -rf /var/lib/apt/lists/*

RUN useradd --system --uid 10001 --home-dir /var/lib/archive archive \
    && install --directory --owner archive --mode 0750 /var/lib/archive /var/lib/archive-data

WORKDIR /srv/archive
COPY requirements.lock requirements-database.lock requirements-opensearch.txt ./
# Of the second, only pg_dump, pg_restore and psql are used here, for back-ups.
RUN pip install --no-cache-dir --require-hashes -r requirements.lock && \
    pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements-database.lock && \
    pip install --no-cache-dir --no-deps --only-binary :all: -r requirements-opensearch.txt
COPY . .
# This key is only for this step. The archive makes its own in the volume at the first start.
RUN ARCHIVE_SECRET_KEY=not-used-to-serve python manage.py compile_translations

USER archive
VOLUME /var/lib/archive
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 CMD ["python", "-c", \
"from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["sh", "-c", "python manage.py prepare && exec python manage.py serve --host 0.0.0.0 --port 8000"]
