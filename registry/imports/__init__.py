"""Readers of other registers' files: they check every row before anything is sent, and write the entries to send.

No journal and no database here: who signs and where the envelopes go is the caller's business.
"""
