"""Comments on what is laid before the public, and the owner's answers (CCER-MEAS art. 12, 19)."""

from dataclasses import dataclass, replace

from registry.areas.credits.rules.cases import by_project_owner, case_of, live_project, require_stage, stepped
from registry.areas.credits.rules.records import Comment, ProjectNo, Stage, Step
from registry.ledger.codec import Count, Note, ParticipantNo, Units
from registry.ledger.errors import Refusal
from registry.ledger.parties import by_owner
from registry.ledger.rules import Context, Kind, Outcome, View, record

COMMENTS_MAX = 500
OF_ONE_AUTHOR_MAX = 20


@record("credit_commenter", key=("project", "case", "author"))
@dataclass(frozen=True, slots=True)
class Commenter:
    """How often somebody has commented on a case."""

    project: ProjectNo
    case: Count
    author: ParticipantNo
    comments: Count


@dataclass(frozen=True, slots=True)
class CommentCase:
    """The body of `credits.comment`; ``case`` is 0 for the design, else the monitoring period's number."""

    project: ProjectNo
    case: Count
    author: ParticipantNo
    comment: Note


def comment(body: CommentCase, context: Context, view: View) -> Outcome:
    """Say something of a published case while its notice runs.

    Raises:
        Refusal: ``notice_over``, ``own_project``, ``too_many_comments``, ``author_said_enough``, and those of
            `live_project`, `case_of` and `require_stage`.
    """
    project = live_project(view, body.project)
    case = require_stage(case_of(view, body.project, body.case), Stage.PUBLISHED)
    if context.recorded_at >= case.notice_ends_at:
        raise Refusal("notice_over", ended_at=case.notice_ends_at)
    if body.author == project.owner:
        raise Refusal("own_project", project=body.project)
    if case.comments >= COMMENTS_MAX:
        raise Refusal("too_many_comments", limit=COMMENTS_MAX)
    author = view.get(Commenter, body.project, body.case, body.author)
    author = author or Commenter(body.project, body.case, body.author, comments=0)
    if author.comments >= OF_ONE_AUTHOR_MAX:
        raise Refusal("author_said_enough", limit=OF_ONE_AUTHOR_MAX)
    said = Comment(
        project=body.project,
        case=body.case,
        number=case.comments + 1,
        author=body.author,
        text=body.comment,
        answer=None,
        commented_at=context.recorded_at,
        commented_index=context.index,
        answered_index=None,
    )
    heard = replace(case, comments=said.number, comments_open=case.comments_open + 1)
    kept = stepped(project, heard, Step.COMMENTED, context)
    return replace(kept, records=(*kept.records, said, replace(author, comments=author.comments + 1)))


@dataclass(frozen=True, slots=True)
class AnswerComment:
    """The body of `credits.answer_comment`."""

    project: ProjectNo
    case: Count
    comment_number: Units
    answer: Note


def answer_comment(body: AnswerComment, context: Context, view: View) -> Outcome:
    """Answer a comment, once; also after the notice, which is what the body's opinion waits for.

    Raises:
        Refusal: ``unknown_comment``, ``comment_answered``, and those of `live_project`, `case_of` and `require_stage`.
    """
    project = live_project(view, body.project)
    case = require_stage(case_of(view, body.project, body.case), Stage.PUBLISHED)
    found = view.get(Comment, body.project, body.case, body.comment_number)
    if found is None:
        raise Refusal("unknown_comment", number=body.comment_number)
    if found.answer is not None:
        raise Refusal("comment_answered", number=body.comment_number)
    answered = replace(found, answer=body.answer, answered_index=context.index)
    kept = stepped(project, replace(case, comments_open=case.comments_open - 1), Step.ANSWERED, context)
    return replace(kept, records=(*kept.records, answered))


KINDS = (
    Kind(
        "credits.comment",
        CommentCase,
        lambda body, view: by_owner(view, participant=body.author, kind="credits.comment"),
        comment,
    ),
    Kind(
        "credits.answer_comment",
        AnswerComment,
        lambda body, view: by_project_owner(view, body.project, "credits.answer_comment"),
        answer_comment,
    ),
)
RECORDS = (Commenter,)
