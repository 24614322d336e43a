"""Prepared statements to PostgreSQL in one round trip, past the driver's cursors, which cost more than what they send.

Parameters are texts, bytes, or whole columns as arrays. Statements are prepared once a session, so this is for the
writer's own session and not for a pooler. What is written and what it means stands in `posting`.
"""

import select
import struct
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

# One dimension, no NULL, elements of type bytea (17), their number, counted from one.
_BYTEA_HEAD = struct.Struct(">iiIii")
_BYTEA = 17

Column = Sequence[Any]
Call = tuple[str, Sequence[bytes], Sequence[int]]


def array(kind: str, column: Column) -> bytes:
    """Return a column as PostgreSQL reads an array of a type: `bytea` in binary, every other in its text."""
    if kind == "bytea":
        parts = [part for item in column for part in (len(item).to_bytes(4, "big"), item)]
        return _BYTEA_HEAD.pack(1, 0, _BYTEA, len(column), 1) + b"".join(parts)
    if kind == "text":
        return f"{{{','.join(['NULL' if item is None else _quoted(item) for item in column])}}}".encode()
    return f"{{{','.join(['NULL' if item is None else str(item) for item in column])}}}".encode()


def _quoted(text: str) -> str:
    if "\\" in text or '"' in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def run(connection: sa.Connection, groups: Sequence[Sequence[Call]]) -> list[Any]:
    """Run groups of `(statement, parameters, formats)` in one round trip; return each statement's result.

    Each group is a transaction, committed before the next begins. Values come back in binary.

    Raises:
        the driver's own errors: the first one; the group that it is in has changed nothing.
    """
    driver: Any = connection.dialect.loaded_dbapi
    pgconn: Any = connection.connection.dbapi_connection.pgconn  # type: ignore[union-attr]
    names: dict[str, bytes] = connection.info.setdefault("prepared", {})
    try:
        return _run(driver, pgconn, groups, names)
    except driver.errors.InvalidSqlStatementName:
        names.clear()  # where the driver forgets its own statements, after a rollback, it drops all of the session
        return _run(driver, pgconn, groups, names)


def _run(driver: Any, pgconn: Any, groups: Sequence[Sequence[Call]], names: dict[str, bytes]) -> list[Any]:  # noqa: ANN401
    for statement in [call[0] for group in groups for call in group if call[0] not in names]:
        name = b"registry_%d" % len(names)
        _check(driver, pgconn, pgconn.prepare(name, statement.encode()))
        names[statement] = name
    try:
        pgconn.enter_pipeline_mode()
        for group in groups:
            for statement, parameters, formats in group:
                pgconn.send_query_prepared(names[statement], parameters, formats, 1)
            pgconn.pipeline_sync()
        results = _results(driver, pgconn, len(groups))
        pgconn.exit_pipeline_mode()
    except BaseException:
        pgconn.finish()  # what the session has done is not known, so nobody may go on with it
        raise
    for result in results:
        _check(driver, pgconn, result)
    return results


def _results(driver: Any, pgconn: Any, groups: int) -> list[Any]:  # noqa: ANN401  the driver and its handle
    poll = select.poll()
    poll.register(pgconn.socket, select.POLLIN | select.POLLOUT)
    while pgconn.flush():
        poll.poll()
        pgconn.consume_input()
    poll.modify(pgconn.socket, select.POLLIN)
    results = []
    while groups:
        while pgconn.is_busy():
            poll.poll()
            pgconn.consume_input()
        result = pgconn.get_result()
        if result is None:  # it stands between statements, or nothing will come any more
            if pgconn.status == driver.pq.ConnStatus.BAD:
                raise driver.OperationalError("the session was lost")
        elif result.status == driver.pq.ExecStatus.PIPELINE_SYNC:
            groups -= 1
        else:
            results.append(result)
    return results


def _check(driver: Any, pgconn: Any, result: Any) -> None:  # noqa: ANN401
    status = driver.pq.ExecStatus
    if result.status in (status.COMMAND_OK, status.TUPLES_OK):
        return
    if pgconn.status == driver.pq.ConnStatus.BAD:  # such a result carries no SQLSTATE by which to name the error
        raise driver.OperationalError("the session was lost")
    raise driver.errors.error_from_result(result)
