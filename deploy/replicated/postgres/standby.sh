#!/bin/sh
# A copy of the primary the first time, then one that follows it.
set -eu
data=/var/lib/postgresql/18/docker
password=$(cat /run/secrets/replicator_password)
if [ ! -s "$data/PG_VERSION" ]; then
  install -d -o postgres -g postgres -m 0700 "$data"
  PGPASSWORD="$password" gosu postgres pg_basebackup --pgdata "$data" --wal-method stream --checkpoint fast \
    --slot standby --dbname 'host=postgres port=5432 user=replicator'
  printf "primary_conninfo = 'host=postgres port=5432 user=replicator password=%s application_name=standby'\nprimary_slot_name = 'standby'\n" \
    "$password" >> "$data/postgresql.auto.conf"
  touch "$data/standby.signal"
  chown postgres:postgres "$data/standby.signal"
fi
exec gosu postgres postgres -D "$data" -chba_file=/etc/courtyard/pg_hba.conf -clog_statement=none -clog_min_messages=log \
  -clog_error_verbosity=terse -clog_min_error_statement=panic -clog_parameter_max_length=0 -clog_parameter_max_length_on_error=0
