"""What all pages share: permissions, views, tables, forms, errors, languages, charts. No area's rules and no SQL."""
