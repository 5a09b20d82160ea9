# One image for migrate, worker, web, seed and sandbox; the command decides which.
# Both sides are the same Debian, so that the bundler that npm fetches runs beside Python, which the build is written in.
FROM node:24-bookworm-slim AS npm
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts

FROM python:3.11-slim-bookworm AS assets
WORKDIR /app
COPY --from=npm /app/node_modules node_modules/
COPY build_assets.py ./
COPY frontend/ frontend/
RUN python build_assets.py

FROM python:3.11-slim-bookworm AS build
COPY requirements-prod.lock /
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes --only-binary=:all: -r /requirements-prod.lock

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY --from=build /venv /venv
COPY alembic.ini commandline.py connect.py logs.py payloads.py settings.py starter.py upkeep.py worker.py ./
COPY domain/ domain/
COPY workflows/ workflows/
COPY activities/ activities/
COPY gateways/ gateways/
COPY sandbox/ sandbox/
COPY db/ db/
COPY api/ api/
COPY web/ web/
COPY --from=assets /app/web/static/built web/static/built/
# The file system is read-only at run time, so bytecode is made here.
RUN python -m compileall -q .
USER 10001:10001
EXPOSE 8080
CMD ["python", "worker.py"]
