"""Participants (参与方): organisations, their representatives and keys, accounts, asset classes, freezes."""
