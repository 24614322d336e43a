"""Every error as problem+json (RFC 9457) under `/api/`, and as a page elsewhere, in the reader's language.

A problem's `type` leads to the list of codes (`registry/web/api/problems.py`), where each has its sentence.
"""

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Final

import marshmallow as ma
from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_babel import lazy_gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from registry.ledger.errors import LedgerError, Malformed, Refusal, Tampering
from registry.store.answers import NotWritten
from registry.web.hooks import is_api_request
from registry.web.language import language
from registry.web.messages import sentence

_STATUS: Final[dict[type[LedgerError], int]] = {Malformed: 400, Tampering: 400, Refusal: 409}
STATUS_BY_CODE: Final = {
    "clock_jumped": 503,
    "not_decided": 500,
    "not_permitted": 403,
    "not_ready": 503,
    "presence_needed": 403,
    "quota_exceeded": 429,
    "rolled_back": 503,
    "too_many_applications": 429,
    "unknown_record": 404,
    "wrong_clock": 503,
}

# The address of the list of codes; problems name it, so it never changes.
CODES: Final = "/developers/problems"
_NOT_WRITTEN: Final = lazy_gettext("没有写入。可以放心再次提交：同一份条目只会记录一次。")
_FORM_EXPIRED: Final = lazy_gettext("页面停留过久，表单已失效。请刷新页面后重新提交。")

_TITLES: Final = {
    400: lazy_gettext("请求无法识别"),
    401: lazy_gettext("请先登录"),
    403: lazy_gettext("您无权查看此页"),
    404: lazy_gettext("没有这个页面"),
    405: lazy_gettext("此地址不支持该操作"),
    409: lazy_gettext("登记簿不接受此请求"),
    413: lazy_gettext("内容过大"),
    422: lazy_gettext("有内容需要改正"),
    429: lazy_gettext("请求过于频繁"),
    500: lazy_gettext("服务出错"),
    503: lazy_gettext("暂停服务"),
}
_ADVICE: Final = {
    400: lazy_gettext("请返回上一页重新提交；若由程序发出，请对照接口说明检查内容。"),
    401: lazy_gettext("登录后即可继续。"),
    403: lazy_gettext("如果您认为应当可以查看，请联系本单位的授权代表。"),
    404: lazy_gettext("地址可能有误，或记录不存在。可用上方搜索框查找账户、编号或单位序列。"),
    405: lazy_gettext("请从页面上的按钮或链接操作。"),
    413: lazy_gettext("请检查是否选对了文件。"),
    422: lazy_gettext("请按提示改正后再次提交。"),
    429: lazy_gettext("请稍候再试。"),
    500: lazy_gettext("问题已记录。您的签名条目若已收到回执，则不受影响；若没有回执，可以放心重新提交同一份条目。"),
    503: lazy_gettext("请稍后再试。"),
}


def status_of(error: LedgerError) -> int:
    """Return the HTTP status of an answer of the ledger."""
    found = next(status for kind, status in _STATUS.items() if isinstance(error, kind))
    return STATUS_BY_CODE.get(error.code, found)


def own_codes() -> Iterator[tuple[str, int, str]]:
    """Yield the codes that the web itself answers with, their status and sentence."""
    yield "not_written", 503, str(_NOT_WRITTEN)
    yield "invalid_fields", 422, str(_ADVICE[422])
    yield "form_expired", 400, str(_FORM_EXPIRED)
    for status, advice in _ADVICE.items():
        yield f"http_{status}", status, str(advice)


def install(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(LedgerError, _ledger_error)
    app.register_error_handler(NotWritten, _not_written)
    app.register_error_handler(ma.ValidationError, _validation_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _any_error)


def _ledger_error(error: LedgerError) -> Response:
    text = sentence(error.code, error.facts, language())
    # Whoever reads asked for a record by its address; in what is sent, a number that nobody has is a refusal.
    is_missing = request.method in ("GET", "HEAD") and error.code.startswith("unknown_")
    status = HTTPStatus.NOT_FOUND if is_missing else status_of(error)
    response = problem(int(status), error.code, detail=text, facts=error.facts)
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        response.headers["Retry-After"] = str(error.facts.get("seconds", 60))
    return response


def _not_written(_error: NotWritten) -> Response:
    response = problem(503, "not_written", detail=str(_NOT_WRITTEN))
    response.headers["Retry-After"] = "1"
    return response


def _validation_error(error: ma.ValidationError) -> Response:
    fields = error.normalized_messages()
    return problem(422, "invalid_fields", detail=str(_ADVICE[422]), facts={"fields": fields})


def _csrf_error(_error: CSRFError) -> Response:
    return problem(400, "form_expired", detail=str(_FORM_EXPIRED))


def _http_error(error: HTTPException) -> Response:
    if isinstance(error, SecurityError):  # a host that is not ours has no addresses, so there is no page to show
        return Response("unknown host\n", 400, mimetype="text/plain")
    status = error.code or 500
    if error.response is not None and status < HTTPStatus.BAD_REQUEST:
        return make_response(error.response)
    response = problem(status, f"http_{status}", detail=str(_ADVICE.get(status, error.name)))
    # Allow (405), Retry-After (429) and their like are part of the answer.
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def _any_error(error: Exception) -> Response:
    current_app.logger.error("request %s failed", g.get("request_id", ""), exc_info=error)
    return _http_error(InternalServerError())


def problem(status: int, code: str, *, detail: str, facts: dict[str, object] | None = None) -> Response:
    """Return an error as problem+json or as a page."""
    title = str(_TITLES.get(status, status))
    # The page to sign sends an envelope by its script, which reads the answer.
    if is_api_request() or request.mimetype == "text/plain":
        body = {"type": f"{CODES}?code={code}", "title": title, "status": status, "code": code, "detail": detail}
        if facts:
            body["facts"] = facts
        text = json.dumps(body, ensure_ascii=False, default=str)
        return Response(text, status=status, mimetype="application/problem+json")
    page = render_template("error.html", status=status, title=title, detail=detail, code=code, facts=facts or {})
    return make_response(page, status)
