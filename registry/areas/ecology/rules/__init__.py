"""The rules of ecology: GEP accounts, and books of products, compensation, contracts and demonstrations."""

from registry.areas.ecology.rules import accounts, books

KINDS = (*books.KINDS, *accounts.KINDS)
RECORDS = (*books.RECORDS, *accounts.RECORDS)

__all__ = ["KINDS", "RECORDS"]
