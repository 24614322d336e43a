"""`registry keys`, `registry sign`, `registry submit`: the offline way to a signed entry, equal to the browser's.

`sign` shows the sentence from the bytes that it signs, not from a page that somebody sent. None of these imports
Flask or SQLAlchemy.
"""

import argparse
import base64
import hashlib
import json
import re
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from registry.cli.saying import Stop, say_code, seed_in
from registry.ledger import entry, keys, note
from registry.ledger.errors import Malformed
from registry.ledger.instants import format_instant
from registry.seeds import make_seed
from registry.wording import kind_name, sentence

_HASH_GROUP = 4
_NAME = "您的代表编号 · your representative's number, R-00000000"
_is_representative = re.compile(r"R-[0-9]{8}", re.ASCII).fullmatch
_ANSWER_MAX = 1 << 20


def add_parsers(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the commands."""
    made = subparsers.add_parser("keys", help="生成或查看签名密钥 · make or show a signing key")
    made.add_argument("action", choices=("make", "show"), help="生成或查看 · make one, or show one")
    made.add_argument("file", type=Path, help="私钥文件，只留在本机 · the private seed's file, which stays here")
    made.add_argument("--name", required=True, type=_name, metavar="R-…", help=_NAME)
    made.set_defaults(run=run_keys)
    signed = subparsers.add_parser("sign", help="核对并签名一个条目 · read and sign an entry")
    signed.add_argument(
        "file", type=Path, help="未签名条目，或他人已签的信封 · the unsigned entry, or an envelope that others signed"
    )
    signed.add_argument("--key", type=Path, required=True, help="私钥文件 · the private seed's file")
    signed.add_argument("--name", required=True, type=_name, metavar="R-…", help=_NAME)
    signed.add_argument("--output", type=Path, help="信封写到哪里 · where the envelope goes; else beside it as .note")
    signed.add_argument("--yes", action="store_true", help="不再询问，供脚本使用 · sign without asking, for scripts")
    signed.set_defaults(run=run_sign)
    sent = subparsers.add_parser("submit", help="提交已签名的信封 · send a signed envelope")
    sent.add_argument("file", type=Path, help="信封 · the envelope")
    sent.add_argument("--url", required=True, help="登记簿的地址 · the registry's address, https://…")
    sent.set_defaults(run=run_submit)


def _name(text: str) -> str:
    if not _is_representative(text):
        raise argparse.ArgumentTypeError("代表编号形如 R-00000318 · a representative's number looks like R-00000318")
    return text


def run_keys(arguments: argparse.Namespace) -> int:
    """Make a key or show one: its number, public key and fingerprint, as the registration form asks for them."""
    seed = _made(arguments.file) if arguments.action == "make" else seed_in(arguments.file)
    public_key = keys.public_key_of(seed)
    print(f"representative  {arguments.name}")
    print(f"public key      {base64.b64encode(public_key).decode()}")
    print(f"fingerprint     {fingerprint(public_key)}")
    print(f"verifier key    {note.render_vkey(note.VerifierKey(arguments.name, keys.ED25519, public_key))}")
    return 0


def _made(path: Path) -> bytes:
    try:
        return make_seed(path)
    except FileExistsError:
        raise Stop(f"{path} 已存在，私钥不会被覆盖。", f"{path} exists; no private seed is overwritten.") from None


def fingerprint(public_key: bytes) -> str:
    """Return the SHA-256 of a public key in groups of four digits, to be compared by eye."""
    digits = hashlib.sha256(public_key).hexdigest()
    return " ".join(digits[at : at + _HASH_GROUP] for at in range(0, len(digits), _HASH_GROUP))


def run_sign(arguments: argparse.Namespace) -> int:
    """Show what an entry says, ask, and add one signature; signatures that are there already stay."""
    data = arguments.file.read_bytes()
    text, before = _split(data)
    asked = entry.parse(text)
    signer = keys.Ed25519Signer(arguments.name, seed_in(arguments.key))
    own = note.key_of(signer).key_id  # a later key is registered with an older one's signature beside its own
    if any((signature.name, signature.key_id) == (signer.name, own) for signature in before):
        raise Malformed("duplicate_signature", signer=signer.name)
    _show(asked, text)
    if not arguments.yes and not _is_confirmed():
        print("未签名 · not signed", file=sys.stderr)
        return 1
    envelope = note.render(note.Note(text, (*before, note.sign_text(text, signer))))
    output = arguments.output or arguments.file.with_suffix(".note")
    output.write_bytes(envelope)
    print(f"\n已签名 · signed: {output}")
    return 0


def _is_confirmed() -> bool:
    try:
        return input("\n签名？输入 yes 确认 · Sign? Type yes: ").strip() == "yes"
    except EOFError:
        return False


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
    """Send an envelope and print the answer; 1 if it was not accepted, 2 if nobody answered."""
    base = arguments.url.rstrip("/")
    if not base.startswith(("http://", "https://")):
        raise Stop(f"地址须以 https:// 开头：{base}", f"An address begins with https://, not {base}", code=2)
    data = arguments.file.read_bytes()
    request = urllib.request.Request(f"{base}/api/v1/entries", data, {"Content-Type": "text/plain"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310  checked above
            answer = _json(response.read(_ANSWER_MAX))
    except urllib.error.HTTPError as error:
        return _say_problem(error.code, _json(error.read(_ANSWER_MAX)))
    except (urllib.error.URLError, TimeoutError) as error:
        reason = getattr(error, "reason", error)
        raise Stop(f"连接不上 {base}：{reason}", f"{base} cannot be reached: {reason}", code=2) from None
    if "index" not in answer:
        raise Stop(f"{base} 不是登记簿。", f"{base} is no registry.", code=2)
    print(f"已入账 · {answer['result']} #{answer['index']}  {answer['id']}")
    print(f"回执 · receipt  {base}{answer['receipt']}")
    return 0


def _json(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _say_problem(status: int, problem: dict[str, Any]) -> int:
    facts = problem.get("facts", {})
    code = str(problem.get("code", f"http_{status}"))
    say_code(code, facts if isinstance(facts, dict) else {}, note=f"{status} {code}")
    if "detail" in problem:
        print(f"  {problem['detail']}", file=sys.stderr)
    return 1
