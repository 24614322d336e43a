"""Rows of sign-in: people, recovery codes, sessions, attempts, step-ups. Secrets are stored hashed or sealed."""

import sqlalchemy as sa

from registry.store.database import metadata

people = sa.Table(
    "signin_person",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("login", sa.String(120), nullable=False, unique=True),
    sa.Column("representative", sa.String(20), unique=True),
    sa.Column("name", sa.String(120), nullable=False),
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
