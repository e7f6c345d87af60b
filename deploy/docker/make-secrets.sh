#!/bin/sh
# Makes what the containers read from /run/secrets, once: passwords, and the addresses with them. What is there already stays.
#   sh deploy/docker/make-secrets.sh [FOLDER]
set -eu
umask 077
folder=${1:-deploy/secrets}
mkdir -p "$folder"

password() { od -An -v -N32 -tx1 /dev/urandom | tr -d ' \n'; }

# $1 file, $2 content. Read by a user of a container, so the file is open and the folder is not.
keep() {
  [ -e "$folder/$1" ] && return
  printf '%s' "$2" > "$folder/.draft"
  chmod 0444 "$folder/.draft"
  mv "$folder/.draft" "$folder/$1"
}
kept() { cat "$folder/$1"; }

keep postgres_password "$(password)"
keep database_url "postgres://courtyard_owner:$(kept postgres_password)@postgres:5432/courtyard"
users=
for role in api egress audit search relay; do
  keep "password_$role" "$(password)"
  address="${role}_courtyard:$(kept "password_$role")"
  keep "database_url_$role" "postgres://$address@postgres:5432/courtyard"
  # Through the pooler, where there is one (deploy/replicated).
  keep "pooled_url_$role" "postgres://$address@pgbouncer:6432/courtyard"
  users="$users\"${role}_courtyard\" \"$(kept "password_$role")\"
"
done
keep pgbouncer_users "$users"
keep replicator_password "$(password)"
keep redis_password "$(password)"
keep redis_url "redis://:$(kept redis_password)@redis:6379"
# Where mail is sent, with its password: write it here yourself, so its owner may. Empty: no mail.
keep smtp_url ''
chmod u+w "$folder/smtp_url"
