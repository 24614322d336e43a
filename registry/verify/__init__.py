"""The auditor's program: an exported log checked and replayed, with no server, no SQL and no web framework.

`source` reads files of a folder or a URL, `walk` checks hashes and replays rules, `workers` checks signatures in
parallel, `signed` judges checkpoints, `saved` keeps an end state to go on from, `report` says what was found. The rules
come in as a catalogue; nothing here decides what a right is.
"""
