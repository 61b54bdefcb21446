#!/bin/sh
# The folders that containers share or write, owned by the user they run as: a volume that is mounted there for the first
# time takes over owner and mode.   folders.sh USER [ROOT]
set -eu
user="$1"
root="${2:-}"
for folder in data nalsm-results notebooks spark-events; do
  mkdir -p "$root/srv/nalsm/$folder"
  chown "$user" "$root/srv/nalsm/$folder"
done
chown "$user" "$root/srv/nalsm"
