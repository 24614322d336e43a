"""What somebody must look at now, in one place: each alarm with what it means and what to do.

Every alarm is a fact that was read just now; none is kept, so none can be forgotten to be cleared. The same list gives
the operator's page, its JSON, and the gauge of the metrics.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from flask_babel import gettext

from registry.web.formats import BEIJING, MICROSECONDS, beijing
from registry.web.operation.state import State

Grave = Literal["bad", "wait"]

_MINUTE: Final = 60 * MICROSECONDS
# A head is cosigned every ten seconds where there is news; a witness may be down for a restart.
WITNESS_LATE: Final = 10 * _MINUTE
WORKER_LATE: Final = 2 * _MINUTE
MAIL_LATE: Final = 30 * _MINUTE
AUDIT_OLD_DAYS: Final = 8
DISK_WARNED: Final = 10
# The State Council publishes the next year's calendar in November.
CALENDAR_MONTH: Final = 11
_FULL: Final = 100


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm; ``grave`` is `bad` where something is broken or about to be, `wait` where there is time."""

    code: str
    grave: Grave
    says: str


def alarms(state: State, *, now: int) -> tuple[Alarm, ...]:
    """Return what the present state gives cause for, the graver first."""
    found = [*_writing(state), *_witnessing(state, now), *_upkeep(state, now), *_ruled(state, now)]
    return tuple(sorted(found, key=lambda one: one.grave != "bad"))


def _writing(state: State) -> Iterator[Alarm]:
    if state.not_ready == "RolledBack":
        yield Alarm("rolled_back", "bad", gettext("数据库落后于已签署的日志，只供查询。请按 docs/deploy.md 恢复。"))
    elif state.not_ready:
        text = gettext("暂停写入（%(reason)s）。请检查写入进程与数据库。", reason=state.not_ready)
        yield Alarm("not_ready", "bad", text)
    if state.other_views:
        text = gettext(
            "%(count)s 份条目的作者看到的是另一份日志，最近一次在 %(at)s。请保存证据并通知审计机构。",
            count=state.other_views, at=beijing(state.other_view_at),
        )  # fmt: skip
        yield Alarm("other_view", "bad", text)
    if state.schema_behind:
        yield Alarm("schema", "bad", gettext("数据库结构落后于本软件。请停止写入后运行 registry upgrade。"))


def _witnessing(state: State, now: int) -> Iterator[Alarm]:
    if not state.has_witnesses:
        yield Alarm("no_witness", "wait", gettext("创始见证策略不要求见证：日志分叉无人当场发现。"))
    elif state.unwitnessed_since is not None and now - state.unwitnessed_since > WITNESS_LATE:
        text = gettext(
            "自 %(at)s 起的条目尚未获足数见证。请检查后台任务与见证方。", at=beijing(state.unwitnessed_since)
        )
        yield Alarm("witness_late", "bad", text)
    if state.worker_at is None:
        yield Alarm("worker_never", "wait", gettext("后台任务从未运行。请启动 registry worker。"))
    elif now - state.worker_at > WORKER_LATE:
        text = gettext("后台任务自 %(at)s 起没有运行。请检查 registry worker。", at=beijing(state.worker_at))
        yield Alarm("worker_late", "bad", text)
    for job in state.jobs:
        if job.error:
            text = gettext("任务“%(job)s”失败：%(error)s", job=job.name, error=job.error)
            yield Alarm("job_failed", "wait", text)


def _upkeep(state: State, now: int) -> Iterator[Alarm]:
    if state.disk_total and state.disk_free * _FULL < state.disk_total * DISK_WARNED:
        percent = state.disk_free * _FULL // state.disk_total
        yield Alarm("disk", "bad", gettext("数据目录所在磁盘只剩 %(percent)s%%。请扩容。", percent=percent))
    if state.mails_since is not None and now - state.mails_since > MAIL_LATE:
        text = gettext(
            "%(count)s 封邮件自 %(at)s 起等待发送。", count=state.mails_waiting, at=beijing(state.mails_since)
        )
        yield Alarm("mail_late", "wait", text)
    if state.audited_at is None:
        yield Alarm("audit_never", "wait", gettext("本服务器还没有运行过 registry audit。"))
    elif now - state.audited_at > AUDIT_OLD_DAYS * 24 * 60 * _MINUTE:
        text = gettext("上次审计在 %(at)s。请运行 registry audit。", at=beijing(state.audited_at))
        yield Alarm("audit_old", "wait", text)


def _ruled(state: State, now: int) -> Iterator[Alarm]:
    today = datetime.fromtimestamp(now // MICROSECONDS, BEIJING)
    if today.year not in state.calendar_years:
        text = gettext("%(year)s 年没有日历：凡按工作日计算的事项一律被拒绝。", year=today.year)
        yield Alarm("calendar_missing", "bad", text)
    if today.month >= CALENDAR_MONTH and today.year + 1 not in state.calendar_years:
        text = gettext("%(year)s 年的日历尚未公布到登记簿；跨年的期限将无法计算。", year=today.year + 1)
        yield Alarm("calendar_next", "bad", text)
    for code in state.closed_classes:
        yield Alarm("class_closed", "wait", gettext("资产类别 %(code)s 处于关闭状态。", code=code))
