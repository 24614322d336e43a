"""Devices that measure at outlets: their keys, registered by the holder and ended by the holder or the authority.

Source: CODE-2026 184 (online monitoring by units under key management). What is signed under a key before it ends stays
evidence; nothing is taken under it afterwards.
"""

import base64
from dataclasses import dataclass, replace
from typing import Annotated, Final

from registry.areas.discharge.rules.measuring_records import DeviceEnd, DeviceStatus, MonitoringDevice
from registry.areas.discharge.rules.permits import by_an_authority
from registry.areas.discharge.rules.records import OutletCode, Permit, PermitNo, PermitStatus
from registry.areas.discharge.series.signed import possession_text
from registry.areas.participants.rules.parties import check_new_key
from registry.ledger.codec import DataClass, Digest, Name, Pattern, PublicKey
from registry.ledger.errors import Refusal
from registry.ledger.keys import verify
from registry.ledger.parties import by_owner
from registry.ledger.rules import Context, Kind, Outcome, Requirement, View, require

DEVICES_MAX: Final = 8
Proof = Annotated[str, Pattern("[A-Za-z0-9+/]{85}[AQgw]==", DataClass.KEY)]


@dataclass(frozen=True, slots=True)
class RegisterDevice:
    """The body of `discharge.register_device`. ``proof`` is the device's signature over `possession_text`."""

    permit: PermitNo
    outlet: OutletCode
    model: Name
    public_key: PublicKey
    proof: Proof
    document: Digest


@dataclass(frozen=True, slots=True)
class EndDevice:
    """The body of `discharge.revoke_device` by the holder, and of `discharge.bar_device` by the authority."""

    public_key: PublicKey
    ground: DeviceEnd
    document: Digest


def by_holder(view: View, permit: str, kind: str) -> Requirement:
    """Return who must sign for a permit's holder."""
    found = require(view, Permit, permit, "unknown_permit")
    return by_owner(view, participant=found.holder, kind=kind)


def end_signers(body: EndDevice, view: View) -> Requirement:
    """Return who must sign for the holder at whose outlet a device is."""
    device = require(view, MonitoringDevice, body.public_key, "unknown_device")
    return by_holder(view, device.permit, "discharge.revoke_device")


def register_device(body: RegisterDevice, context: Context, view: View) -> Outcome:
    """Let a device sign for an outlet.

    Raises:
        Refusal: ``unknown_permit``, ``permit_revoked``, ``outlet_not_in_permit``, ``too_many_devices``,
            ``device_known`` for a key that a device has or had, those of `check_new_key`, and ``device_proof`` if the
            proof does not hold.
    """
    permit = require(view, Permit, body.permit, "unknown_permit")
    if permit.status is PermitStatus.REVOKED:
        raise Refusal("permit_revoked", permit=body.permit)
    if body.outlet not in {one.code for one in permit.outlets}:
        raise Refusal("outlet_not_in_permit", outlet=body.outlet)
    if view.get(MonitoringDevice, body.public_key) is not None:
        raise Refusal("device_known")
    there = view.find(MonitoringDevice, "outlet", body.permit, body.outlet)
    if sum(1 for one in there if one.status is DeviceStatus.ACTIVE) >= DEVICES_MAX:
        raise Refusal("too_many_devices", limit=DEVICES_MAX)
    check_new_key(view, public_key=body.public_key)
    text = possession_text(f"{body.permit}{body.outlet}", body.public_key)
    if not verify(base64.b64decode(body.public_key), text, base64.b64decode(body.proof)):
        raise Refusal("device_proof")
    new = MonitoringDevice(
        public_key=body.public_key,
        permit=body.permit,
        outlet=body.outlet,
        model=body.model,
        status=DeviceStatus.ACTIVE,
        ground=None,
        document=body.document,
        registered_at=context.recorded_at,
        registered_index=context.index,
        ended_at=None,
    )
    return Outcome(records=(new,))


def end_device(body: EndDevice, context: Context, view: View) -> Outcome:
    """End a device's key: nothing that comes in under it from now on is taken.

    Raises:
        Refusal: ``unknown_device``, ``device_ended``.
    """
    device = require(view, MonitoringDevice, body.public_key, "unknown_device")
    if device.status is DeviceStatus.REVOKED:
        raise Refusal("device_ended")
    ended = replace(device, status=DeviceStatus.REVOKED, ground=body.ground, ended_at=context.recorded_at)
    return Outcome(records=(ended,))


KINDS = (
    Kind(
        "discharge.register_device",
        RegisterDevice,
        lambda body, view: by_holder(view, body.permit, "discharge.register_device"),
        register_device,
    ),
    Kind("discharge.revoke_device", EndDevice, end_signers, end_device, overtakes=True),
    Kind("discharge.bar_device", EndDevice, by_an_authority, end_device, overtakes=True),
)
