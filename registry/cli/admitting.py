"""`registry people`: who may sign in to the pages of a real registry. What a person may do stands in the ledger."""

import argparse
import secrets
import time
from typing import Final

from registry.catalog import CATALOGUE
from registry.cli.saying import Stop
from registry.cli.settings import SOCKET, founded, settings
from registry.signin import Passwords, People, SigninError
from registry.store.opening import OpenRegistry
from registry.store.sequencer import SequencerLine

_PASSWORD_BYTES: Final = 15
_SAID: Final = {
    "login_taken": ("该登录名已被使用。", "This login is taken."),
    "weak_password": ("登录名过短或与密码冲突，请换一个。", "This login will not do. Choose another."),
}


def add_parsers(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser("people", help="开通网页登录 · let a person sign in to the pages")
    parser.add_argument("action", choices=("add",), help="开通 · add one")
    parser.add_argument("login", help="登录名 · the name to sign in with")
    parser.add_argument("--name", required=True, help="显示的姓名 · the name shown; no entry holds it")
    parser.add_argument("--representative", metavar="R-…", help="代表编号 · the representative's number")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make an account and print its first password once; the second factor is set up at the first sign-in."""
    config, engine = settings()
    head = founded(config, engine)
    registry = OpenRegistry(engine, SequencerLine(config.directory / SOCKET), origin=head.origin, catalogue=CATALOGUE)
    number = arguments.representative
    if number is not None and not registry.roles(number):
        raise Stop(f"登记簿中没有有效的代表 {number}。", f"The registry knows no active representative {number}.")
    password = secrets.token_urlsafe(_PASSWORD_BYTES)
    people = People(engine, secret=config.secret, passwords=Passwords(), roles=registry.roles)
    now = time.time_ns() // 1000
    try:
        people.create_person(arguments.login, name=arguments.name, password=password, now=now, representative=number)
    except SigninError as error:
        code = str(error)
        raise Stop(*_SAID.get(code, (code, code))) from None
    print(f"登录名 · login           {arguments.login}")
    print(f"首个密码 · first password  {password}")
    print("首次登录时设置第二因素并更换密码。")
    print("The first sign-in sets up the second factor; change the password then.")
    return 0
