"""Rows of sign-in. Secrets are stored hashed or sealed; what is deleted is over, and events keep that it was."""

import sqlalchemy as sa

from registry.store.database import metadata

people = sa.Table(
    "signin_person",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("login", sa.String(120), nullable=False, unique=True),
    sa.Column("representative", sa.String(20), unique=True),
    sa.Column("name", sa.String(120), nullable=False),
    # Empty until an invitation is accepted: nothing matches it.
    sa.Column("password_hash", sa.String(200), nullable=False),
    sa.Column("totp_sealed", sa.LargeBinary),
    # The time step of the last accepted code: no code at or below it is accepted again.
    sa.Column("totp_step", sa.BigInteger, nullable=False, default=0),
    sa.Column("suspended_at", sa.BigInteger),
    sa.Column("created_at", sa.BigInteger, nullable=False),
)

recovery_codes = sa.Table(
    "signin_recovery_code",
    metadata,
    sa.Column("person_id", sa.ForeignKey("signin_person.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("code_hash", sa.String(64), primary_key=True),
)

sessions = sa.Table(
    "signin_session",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("person_id", sa.ForeignKey("signin_person.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("source", sa.String(64), nullable=False),
    sa.Column("agent", sa.String(200), nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("seen_at", sa.BigInteger, nullable=False),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
    # The roles when it began: losing one of them ends the session.
    sa.Column("roles", sa.String(400)),
)

step_ups = sa.Table(
    "signin_step_up",
    metadata,
    sa.Column("session_id", sa.ForeignKey("signin_session.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("at", sa.BigInteger, nullable=False),
)

attempts = sa.Table(
    "signin_attempt",
    metadata,
    sa.Column("bucket", sa.String(64), primary_key=True),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("last_at", sa.BigInteger, nullable=False),
    sa.Column("free_at", sa.BigInteger, nullable=False),
)

# What programs present in a person's name; see `tokens`.
tokens = sa.Table(
    "signin_token",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("person_id", sa.ForeignKey("signin_person.id", ondelete="CASCADE"), nullable=False),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("scopes", sa.String(80), nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
    sa.Column("used_at", sa.BigInteger),
    sa.Column("used_source", sa.String(64)),
    sa.UniqueConstraint("person_id", "name"),
)

# One-time links: invitations, and resets that two people have agreed to; see `links`.
links = sa.Table(
    "signin_link",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("person_id", sa.ForeignKey("signin_person.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("purpose", sa.String(20), nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
)

# Resets that one person has asked for and another has yet to agree to.
resets = sa.Table(
    "signin_reset",
    metadata,
    sa.Column("person_id", sa.ForeignKey("signin_person.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("purpose", sa.String(20), primary_key=True),
    sa.Column("asked_by", sa.ForeignKey("signin_person.id", ondelete="CASCADE"), nullable=False),
    sa.Column("asked_as", sa.String(20), nullable=False),
    sa.Column("asked_at", sa.BigInteger, nullable=False),
)

passkeys = sa.Table(
    "signin_passkey",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("person_id", sa.ForeignKey("signin_person.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("credential_id", sa.LargeBinary(1023), nullable=False, unique=True),
    sa.Column("public_key", sa.LargeBinary, nullable=False),
    sa.Column("sign_count", sa.BigInteger, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("used_at", sa.BigInteger),
)

# What a passkey is asked to sign, each answered once. `purpose` names what the answer will count for.
challenges = sa.Table(
    "signin_challenge",
    metadata,
    sa.Column("challenge_hash", sa.String(64), primary_key=True),
    sa.Column("purpose", sa.String(160), nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False, index=True),
)

# What the person should know of: shown on the security page, handed to the notifications.
events = sa.Table(
    "signin_event",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("person_id", sa.ForeignKey("signin_person.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("source", sa.String(64), nullable=False),
    sa.Column("agent", sa.String(200), nullable=False),
    # Who did it, if it was somebody else.
    sa.Column("done_by", sa.String(120)),
    sa.Column("detail", sa.String(120), nullable=False),
)
