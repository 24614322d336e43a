"""`registry keys`, `registry sign`, `registry submit`: the offline way to a signed entry, equal to the browser's.

`sign` shows the sentence from the bytes that it signs, not from a page that somebody sent. None of these imports
Flask or SQLAlchemy.
"""

import argparse
import base64
import hashlib
import json
import sys
import urllib.error
import urllib.request
from pathlib import Path

from registry.ledger import entry, keys, note
from registry.ledger.errors import Malformed
from registry.ledger.instants import format_instant
from registry.seeds import make_seed, read_seed
from registry.wording import kind_name, sentence

_HASH_GROUP = 4


def add_parsers(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the commands."""
    made = subparsers.add_parser("keys", help="生成或查看签名密钥 · make or show a signing key")
    made.add_argument("action", choices=("make", "show"))
    made.add_argument("file", type=Path, help="the private seed's file; it stays on this machine")
    made.add_argument("--name", required=True, help="your representative's number, R-00000000")
    made.set_defaults(run=run_keys)
    signed = subparsers.add_parser("sign", help="核对并签名一个条目 · read and sign an entry")
    signed.add_argument("file", type=Path, help="the unsigned entry, or an envelope that others signed before")
    signed.add_argument("--key", type=Path, required=True, help="the private seed's file")
    signed.add_argument("--name", required=True, help="your representative's number, R-00000000")
    signed.add_argument("--output", type=Path, help="where the envelope goes; otherwise beside the entry as .note")
    signed.add_argument("--yes", action="store_true", help="sign without asking, for scripts")
    signed.set_defaults(run=run_sign)
    sent = subparsers.add_parser("submit", help="提交已签名的信封 · send a signed envelope")
    sent.add_argument("file", type=Path)
    sent.add_argument("--url", required=True, help="the registry's address, https://…")
    sent.set_defaults(run=run_submit)


def run_keys(arguments: argparse.Namespace) -> int:
    """Make a key or show one: its number, public key and fingerprint, as the registration form asks for them."""
    seed = make_seed(arguments.file) if arguments.action == "make" else read_seed(arguments.file)
    public_key = keys.public_key_of(seed)
    print(f"representative  {arguments.name}")
    print(f"public key      {base64.b64encode(public_key).decode()}")
    print(f"fingerprint     {fingerprint(public_key)}")
    print(f"verifier key    {note.render_vkey(note.VerifierKey(arguments.name, keys.ED25519, public_key))}")
    return 0


def fingerprint(public_key: bytes) -> str:
    """Return the SHA-256 of a public key in groups of four digits, to be compared by eye."""
    digits = hashlib.sha256(public_key).hexdigest()
    return " ".join(digits[at : at + _HASH_GROUP] for at in range(0, len(digits), _HASH_GROUP))


def run_sign(arguments: argparse.Namespace) -> int:
    """Show what an entry says, ask, and add one signature; signatures that are there already stay."""
    data = arguments.file.read_bytes()
    text, before = _split(data)
    asked = entry.parse(text)
    signer = keys.Ed25519Signer(arguments.name, read_seed(arguments.key))
    if any(signature.name == signer.name for signature in before):
        raise Malformed("duplicate_signature", signer=signer.name)
    _show(asked, text)
    if not arguments.yes and input("\n签名？输入 yes 确认 · Sign? Type yes: ").strip() != "yes":
        print("未签名 · not signed", file=sys.stderr)
        return 1
    envelope = note.render(note.Note(text, (*before, note.sign_text(text, signer))))
    output = arguments.output or arguments.file.with_suffix(".note")
    output.write_bytes(envelope)
    print(f"\n已签名 · signed: {output}")
    return 0


def _split(data: bytes) -> tuple[bytes, tuple[note.Signature, ...]]:
    if b"\n\n" not in data:
        return data, ()
    parsed = note.parse(data, signatures_max=entry.SIGNATURES_MAX)
    return parsed.text, parsed.signatures


def _show(asked: entry.Entry, text: bytes) -> None:
    for language in ("zh", "en"):
        print(f"\n{kind_name(asked.kind, language)}\n  {sentence(asked.kind, asked.body, language)}")
    print(f"\nledger   {asked.origin}\nkind     {asked.kind}\nid       {asked.id}")
    print(f"at       {format_instant(asked.at, 3)}\nexpires  {format_instant(asked.expires, 3)}")
    for name, value in sorted(asked.body.items()):
        print(f"  {name} = {json.dumps(value, ensure_ascii=False)}")
    print(f"SHA-256  {hashlib.sha256(text).hexdigest()}")


def run_submit(arguments: argparse.Namespace) -> int:
    """Send an envelope and print the answer; 1 if it was not accepted."""
    url = arguments.url.rstrip("/") + "/api/v1/entries"
    if not url.startswith(("http://", "https://")):
        raise Malformed("address", url=url)
    request = urllib.request.Request(url, arguments.file.read_bytes(), {"Content-Type": "text/plain"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310  checked above
            print(response.read().decode())
            return 0
    except urllib.error.HTTPError as error:
        print(error.read().decode(), file=sys.stderr)
    except urllib.error.URLError as error:
        print(f"unreachable: {error.reason}", file=sys.stderr)
    return 1
