#!/bin/sh
# archive-wal.sh PATH NAME: keep one finished segment of PostgreSQL's log elsewhere, whole or not at all.
# The server calls it and tries again until it returns 0. Never overwrites: two servers must not share an archive.
set -eu
archive=${REGISTRY_WAL_ARCHIVE:-/var/backups/registry/wal}
[ ! -e "$archive/$2" ] || cmp -s "$1" "$archive/$2"
cp "$1" "$archive/.$2.part"
sync "$archive/.$2.part"
mv "$archive/.$2.part" "$archive/$2"
