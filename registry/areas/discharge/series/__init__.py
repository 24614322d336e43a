"""Hourly series of outlets: their documents, how readings are judged, and what mass they come to. Pure, no state.

What an audit recomputes is computed here by the same functions as when it was reported. No floats anywhere.
"""
