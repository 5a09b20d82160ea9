#!/bin/sh
# Brings Temporal's two databases to this image's schema; a second run finds nothing to do.
# Environment: SQL_HOST, SQL_PORT, SQL_USER, SQL_PASSWORD (read by the tool itself, never on a command line).
set -eu

: "${SQL_HOST:?}" "${SQL_PORT:?}" "${SQL_USER:?}" "${SQL_PASSWORD:?}"
SCHEMA_ROOT=${SCHEMA_ROOT:-/etc/temporal/schema/postgresql/v12}

bring_up_to_date() { # database, folder of its versioned schema
    database=$1
    tool() {
        temporal-sql-tool --plugin postgres12 --ep "$SQL_HOST" -p "$SQL_PORT" -u "$SQL_USER" --db "$database" "$@"
    }
    tool create
    tool setup-schema -v 0.0
    tool update-schema -d "$SCHEMA_ROOT/$2/versioned"
    echo "schema of $database is up to date"
}

bring_up_to_date temporal temporal
bring_up_to_date temporal_visibility visibility
