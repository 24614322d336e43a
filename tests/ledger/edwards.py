"""A slow Ed25519 of our own, for the odd keys and signatures that no library will make. For tests only."""

import hashlib
from typing import TypeAlias

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
Point: TypeAlias = tuple[int, int]
NEUTRAL: Point = (0, 1)


def add(one: Point, two: Point) -> Point:
    """Return the sum of two points (affine, complete formula)."""
    (x1, y1), (x2, y2) = one, two
    product = D * x1 * x2 * y1 * y2 % P
    x = (x1 * y2 + x2 * y1) * pow(1 + product, -1, P) % P
    y = (y1 * y2 + x1 * x2) * pow(1 - product, -1, P) % P
    return x, y


def multiply(scalar: int, point: Point) -> Point:
    """Return the scalar multiple of a point."""
    total = NEUTRAL
    while scalar:
        if scalar & 1:
            total = add(total, point)
        point, scalar = add(point, point), scalar >> 1
    return total


def encode(point: Point) -> bytes:
    """Return the canonical 32 bytes of a point."""
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def decode(data: bytes) -> Point | None:
    """Return the point of 32 bytes, not asking whether they are canonical; None if there is none."""
    number = int.from_bytes(data, "little")
    y, sign = number % 2**255 % P, number >> 255
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x * x % P != square:
        return None
    return (P - x if x & 1 != sign else x) % P, y


def decode_on_curve(y: int) -> Point:
    """Return the point of an ordinate that is known to have one."""
    point = decode(y.to_bytes(32, "little"))
    assert point is not None
    return point


BASE: Point = decode_on_curve(4 * pow(5, -1, P) % P)


def torsion() -> list[Point]:
    """Return the eight points of small order, beginning with the neutral one."""
    y = 2
    while True:
        point = decode(y.to_bytes(32, "little"))
        if point is not None:
            candidate = multiply(L, point)
            if multiply(4, candidate) != NEUTRAL:
                return [multiply(k, candidate) for k in range(8)]
        y += 1


def challenge(r: bytes, a: bytes, message: bytes) -> int:
    """Return the hash that an Ed25519 signature answers, reduced."""
    return int.from_bytes(hashlib.sha512(r + a + message).digest(), "little") % L


def sign_with_torsion(secret: int, message: bytes, *, key: Point, commitment: Point) -> tuple[bytes, bytes]:
    """Return a public key and a signature whose A and R carry the given points of small order.

    Both equations of Ed25519 hold without torsion; with it the one with cofactor always holds, the one without only
    by chance.
    """
    nonce = 987654321
    a = encode(add(multiply(secret, BASE), key))
    r = encode(add(multiply(nonce, BASE), commitment))
    s = (nonce + challenge(r, a, message) * secret) % L
    return a, r + s.to_bytes(32, "little")
