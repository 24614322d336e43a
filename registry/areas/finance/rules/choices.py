"""What finance chooses from. The names of the choices stand in the area's words."""

from enum import StrEnum


class Instrument(StrEnum):
    """With what the project is to be financed."""

    LOAN = "loan"
    BOND = "bond"
    BLUE_BOND = "blue_bond"
    CARBON_NEUTRAL_BOND = "carbon_neutral_bond"
    CARBON_INCOME_BOND = "carbon_income_bond"
    PROJECT_BOND = "project_bond"
    ASSET_BACKED = "asset_backed"
    LEASE = "lease"
    FUND = "fund"
    LISTED_SHARES = "listed_shares"


class Stage(StrEnum):
    """How far the project is. A withdrawn project changes no more."""

    PLANNED = "planned"
    APPROVED = "approved"
    CONSTRUCTION = "construction"
    OPERATING = "operating"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"


class EiaRoute(StrEnum):
    """What the law asks of the project's environmental impact assessment: approval, a filing, or nothing."""

    APPROVAL = "approval"
    FILING = "filing"
    EXEMPT = "exempt"


class PermitScheme(StrEnum):
    """What the law asks of the project's discharges: a permit, a registration, or nothing."""

    PERMIT = "permit"
    REGISTRATION = "registration"
    NONE = "none"


class Eligibility(StrEnum):
    """The result of the screening."""

    ELIGIBLE = "eligible"
    NOT_YET = "not_yet"
    NOT_ELIGIBLE = "not_eligible"


class ReviewState(StrEnum):
    """What the last review said of the project; `outdated` if what was reviewed has changed since."""

    NONE = "none"
    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not_confirmed"
    OUTDATED = "outdated"


class ReviewReason(StrEnum):
    """Why a reviewer does not confirm."""

    CONDITIONS_NOT_MET = "conditions_not_met"
    EVIDENCE_MISSING = "evidence_missing"
    IMPACT_NOT_SUPPORTED = "impact_not_supported"
    SIGNIFICANT_HARM = "significant_harm"
    CATEGORY_DIFFERS = "category_differs"


class FlagKind(StrEnum):
    """What an authority holds against a project: each bars it while the flag stands."""

    HIGH_EMISSION = "high_emission"
    PENALTY = "penalty"
    PERMIT_LAPSED = "permit_lapsed"
    DAMAGE = "damage"
    CREDIT_RECORD = "credit_record"


class EventKind(StrEnum):
    """What changed a project."""

    REGISTERED = "registered"
    UPDATED = "updated"
    REVIEWED = "reviewed"
    FLAGGED = "flagged"
    FLAG_LIFTED = "flag_lifted"
    RESCREENED = "rescreened"


class BondKind(StrEnum):
    """Under which name the money was raised."""

    GREEN = "green"
    BLUE = "blue"
    CARBON_NEUTRAL = "carbon_neutral"
    CARBON_REVENUE = "carbon_revenue"
    PROJECT_REVENUE = "project_revenue"
    ASSET_BACKED = "asset_backed"
    LOAN = "loan"
    EQUITY_FUND = "equity_fund"
    RIGHTS_INVESTMENT = "rights_investment"


class Placement(StrEnum):
    """In what idle proceeds may lie for a while: safe and liquid."""

    DEPOSIT = "deposit"
    TREASURY = "treasury"
    MONEY_MARKET = "money_market"


class MoveKind(StrEnum):
    """What happened to proceeds."""

    RECEIVED = "received"
    ALLOCATED = "allocated"
    REALLOCATED = "reallocated"
    PLACED = "placed"
    RECALLED = "recalled"
    RETURNED = "returned"
