"""One folder per area of the field, all of the same shape: glossary, rules, schemas, tables, queries, views."""
