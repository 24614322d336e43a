"""The journal in SQL: tables, the view that rules read through, the one writer, tiles, export and rebuild."""
