#!/bin/sh
# web | worker | migrate, or any other command.
set -eu

# The password comes as a file, so that it shows neither in the environment of compose nor in ps.
if [ -z "${DATABASE_URL:-}" ] && [ -n "${DATABASE_PASSWORD_FILE:-}" ]; then
    DATABASE_URL="postgresql://wangge:$(cat "$DATABASE_PASSWORD_FILE")@${DATABASE_HOST:-db}/wangge"
    export DATABASE_URL
fi

case "${1:-web}" in
    web)
        exec gunicorn gis_core.wsgi:application --bind=0.0.0.0:8000 --workers="${WEB_WORKERS:-2}" \
            --threads=4 --preload --config=python:gis_core.serving --timeout=120 --worker-tmp-dir=/dev/shm --no-control-socket --forwarded-allow-ips='*'
        ;;
    worker) exec python manage.py work ;;
    migrate) exec python manage.py migrate --noinput ;;
    *) exec "$@" ;;
esac
