"""The papers behind the hashes of the demonstration's entries: each a PDF of one page that says what it stands for."""

import hashlib

from registry.store.documents import SALT_BYTES, digest_of


def paper(word: str) -> tuple[bytes, bytes]:
    """Return the salt and the bytes of the paper that is called so; the same word gives the same paper."""
    return hashlib.sha256(f"demonstration:{word}".encode()).digest()[:SALT_BYTES], _pdf(f"Demonstration: {word}")


def digest_of_paper(word: str) -> str:
    """Return the digest by which entries name a paper."""
    return digest_of(*paper(word))


def _pdf(text: str) -> bytes:
    shown = text.encode("ascii").replace(b"\\", b"").replace(b"(", b"").replace(b")", b"")
    content = b"BT /F 18 Tf 72 720 Td (%b) Tj ET" % shown
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, len(made))
    return made + head + table + tail
