#!/bin/sh
# backup.sh FOLDER: a base backup of the whole server, checked against its manifest. Run daily as a role with REPLICATION.
# With the segments that archive-wal.sh keeps it leads back to any moment since. Keys and the file `heads` are kept apart.
set -eu
folder=$1/$(date -u +%Y-%m-%dT%H%M%SZ)
pg_basebackup --pgdata "$folder.part" --format plain --wal-method stream --checkpoint fast --manifest-checksums SHA256
pg_verifybackup "$folder.part"
mv "$folder.part" "$folder"
echo "$folder"
