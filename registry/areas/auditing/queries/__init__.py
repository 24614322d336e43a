"""What auditors and everybody else read: the journal, one entry, a unit's path, conservation, keys and heads.

The only place of this area with SQL. Every function takes a connection and returns frozen dataclasses. Nothing here
counts or skips rows: lists go on from a key, and each is served by the index that its function names.
"""
