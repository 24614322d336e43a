"""People's accounts: who sits at the browser. Nothing here knows the ledger, its keys or its entries.

A person signs in with a password and a second factor; a representative's number, if there is one, ties the person to
what the ledger says. What the password protects is reading and preparing: units move only by a signature.
"""

from registry.signin.accounts import People
from registry.signin.errors import SigninError
from registry.signin.passwords import Passwords
from registry.signin.sessions import Session
from registry.signin.shared import Person
from registry.signin.tokens import Token

__all__ = ["Passwords", "People", "Person", "Session", "SigninError", "Token"]
