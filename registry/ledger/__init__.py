"""The core: formats, proofs, the book of units and the replay that server and auditor both run.

Standard library, cryptography and PyNaCl only. Nothing here reads a clock, a file, a socket or a database.
"""
