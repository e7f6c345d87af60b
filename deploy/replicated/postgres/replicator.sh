#!/bin/sh
# Run once by the image, when the database is made: who the standby signs in as, and a slot that keeps what it has not read.
set -eu
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set ON_ERROR_STOP=1 --set password="$(cat /run/secrets/replicator_password)" <<'SQL'
create role replicator replication login password :'password';
select pg_create_physical_replication_slot('standby', true);
SQL
