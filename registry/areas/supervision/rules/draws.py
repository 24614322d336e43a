"""Random inspection: a draw that nobody can steer or repeat until it suits, and that anybody can compute again.

The population and the hash of a seed are committed first. The seed is completed by the root of the log at the size that
the log has one entry after the commitment; a later checkpoint that enough witnesses have cosigned proves that root. So
whoever knows the seed does not know the root, and whoever could wait for a root does not know the seed. A commitment
that is given up stays in the list with its reason. Source: guiding opinion of 2021, point 16.
"""

from base64 import b64decode
from binascii import Error as NotBase64
from dataclasses import replace
from typing import Final

from registry.areas.participants.rules.attesting import standing, today_of
from registry.areas.participants.rules.conflicts import are_related
from registry.areas.supervision.rules.draw_bodies import AbandonDraw, CommitDraw, DrawLots, NameWitnesses
from registry.areas.supervision.rules.draw_records import Draw, Drawn, DrawPolicy, DrawState, Recusal
from registry.areas.supervision.rules.grades import by_an_authority
from registry.areas.supervision.rules.lists import ENFORCEMENT_POSITIVE
from registry.areas.supervision.rules.records import SupervisionRecord
from registry.areas.supervision.rules.selection import commitment_of, lots, population_of
from registry.ledger.checkpoint import Checkpoint
from registry.ledger.errors import Malformed, Refusal, Tampering
from registry.ledger.merkle import verify_consistency
from registry.ledger.parties import Function, Participant, PowerOfAttorney, Representative, by_authority_and_operator
from registry.ledger.policy import parse_policy
from registry.ledger.rules import Context, Kind, Outcome, View, require

# How many entries after the commitment the root is taken.
ENTRIES_AFTER: Final = 1


def name_witnesses(body: NameWitnesses, context: Context, view: View) -> Outcome:
    """Name the witnesses whose cosignatures complete the seeds of draws from now on.

    Raises:
        Refusal: ``article_missing``, ``policy_number`` if it does not follow the last one, ``policy_unreadable``.
    """
    if body.article is None:
        raise Refusal("article_missing")
    before = view.get(DrawPolicy, body.number - 1)
    is_next = before.is_current if before is not None else body.number == 1
    if not is_next or view.get(DrawPolicy, body.number) is not None:
        raise Refusal("policy_number", number=body.number)
    try:
        parse_policy(_policy_bytes(body.lines))
    except Malformed as error:
        raise Refusal("policy_unreadable", problem=error.code) from None
    new = DrawPolicy(body.number, body.lines, body.article, is_current=True, named_index=context.index)
    return Outcome(records=(new, *(() if before is None else (replace(before, is_current=False),))))


def _policy_bytes(lines: tuple[str, ...]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def commit_draw(body: CommitDraw, context: Context, view: View) -> Outcome:
    """Commit to a population and a seed before anybody can know what will be drawn.

    Raises:
        Refusal: ``article_missing``, ``number_taken``, ``population_changed`` for a second commitment under the number
            with others in it, ``unknown_policy``, ``too_many_drawn``, and those of `_check_objects` and
            `_check_inspectors`.
    """
    if body.article is None:
        raise Refusal("article_missing")
    population = population_of(body.objects, body.inspectors, _pairs(body.recusals))
    known = view.get(Draw, body.number)
    if known is not None:
        raise Refusal("number_taken" if known.population == population else "population_changed", number=body.number)
    policy = view.get(DrawPolicy, body.policy)
    if policy is None or not policy.is_current:
        raise Refusal("unknown_policy", number=body.policy)
    if body.drawn > len(body.objects):
        raise Refusal("too_many_drawn", objects=len(body.objects))
    _check_objects(body, context, view)
    _check_inspectors(body, view)
    new = Draw(
        number=body.number,
        name=body.name,
        zone=body.zone,
        article=body.article,
        policy=body.policy,
        objects=body.objects,
        inspectors=body.inspectors,
        recusals=body.recusals,
        drawn=body.drawn,
        inspectors_each=body.inspectors_each,
        commitment=body.commitment,
        population=population,
        state=DrawState.COMMITTED,
        target_size=context.index + 1 + ENTRIES_AFTER,
        seed=None,
        root=None,
        reason=None,
        document=body.document,
        committed_at=context.recorded_at,
        committed_index=context.index,
        drawn_index=None,
    )
    return Outcome(records=(new,))


def _pairs(recusals: tuple[Recusal, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((one.inspector, one.participant) for one in recusals)


def _check_objects(body: CommitDraw, context: Context, view: View) -> None:
    """Return if every object is known, stands there once, and is not on the positive list of enforcement.

    Raises:
        Refusal: ``object_twice``, ``unknown_participant``, ``object_exempt``.
    """
    if len(set(body.objects)) != len(body.objects):
        raise Refusal("object_twice")
    today = today_of(context.recorded_at)
    for one in body.objects:
        require(view, Participant, one, "unknown_participant")
        if standing(view, SupervisionRecord, "participant", ENFORCEMENT_POSITIVE, one, today=today):
            raise Refusal("object_exempt", participant=one)


def _check_inspectors(body: CommitDraw, view: View) -> None:
    """Return if every inspector is an authority's, has no tie to an object, and enough are left for each object.

    Raises:
        Refusal: ``inspector_twice``, ``not_an_inspector``, ``inspector_conflict``, ``too_few_inspectors``.
    """
    if len(set(body.inspectors)) != len(body.inspectors):
        raise Refusal("inspector_twice")
    objects, employers = set(body.objects), set()
    for number in body.inspectors:
        found = view.get(Representative, number)
        employer = view.get(Participant, found.participant) if found is not None else None
        if employer is None or employer.function is not Function.AUTHORITY:
            raise Refusal("not_an_inspector", inspector=number)
        powers = view.find(PowerOfAttorney, "attorney", number, True)
        if any(one.principal in objects and view.now < one.ends_at for one in powers):
            raise Refusal("inspector_conflict", inspector=number)
        employers.add((employer.number, number))
    for employer_number, number in sorted(employers):
        if any(one == employer_number or are_related(view, one, employer_number) for one in body.objects):
            raise Refusal("inspector_conflict", inspector=number)
    recused = set(_pairs(body.recusals))
    for one in body.objects:
        if sum((number, one) not in recused for number in body.inspectors) < body.inspectors_each:
            raise Refusal("too_few_inspectors", participant=one)


def draw(body: DrawLots, context: Context, view: View) -> Outcome:
    """Draw: the lots follow from the committed seed and the proved root.

    Raises:
        Refusal: ``unknown_draw``, ``draw_over``, ``population_changed``, ``seed_differs``, and those of `_check_root`.
    """
    found = require(view, Draw, body.number, "unknown_draw")
    if found.state is not DrawState.COMMITTED:
        raise Refusal("draw_over", number=body.number)
    if body.population != found.population:
        raise Refusal("population_changed", number=body.number)
    seed, root = bytes.fromhex(body.seed), bytes.fromhex(body.root)
    if commitment_of(seed) != found.commitment:
        raise Refusal("seed_differs")
    _check_root(body, found, view)
    made = lots(
        seed, root, objects=found.objects, inspectors=found.inspectors, recusals=set(_pairs(found.recusals)),
        counts=(found.drawn, found.inspectors_each),
    )  # fmt: skip
    drawn = tuple(
        Drawn(
            number=found.number,
            participant=lot.participant,
            place=place,
            inspectors=lot.inspectors,
            finding=None,
            matter=None,
            result=None,
            penalty_fen=0,
            inspected_on=None,
            outcome=None,
            is_closed=False,
            drawn_index=context.index,
        )
        for place, lot in enumerate(made, start=1)
    )
    done = replace(found, state=DrawState.DRAWN, seed=body.seed, root=body.root, drawn_index=context.index)
    return Outcome(records=(done, *drawn))


def _check_root(body: DrawLots, found: Draw, view: View) -> None:
    """Return if a checkpoint that enough witnesses have cosigned proves the root at the committed size.

    Raises:
        Refusal: ``checkpoint_unreadable``, ``checkpoint_too_early``, ``seed_not_witnessed``, ``root_not_proved``.
    """
    head = _witnessed(body, require(view, DrawPolicy, found.policy, "unknown_policy"))
    if head.size < found.target_size:
        raise Refusal("checkpoint_too_early", size=found.target_size)
    try:
        proof = [b64decode(one, validate=True) for one in body.proof]
        root = bytes.fromhex(body.root)
        verify_consistency(proof, old=found.target_size, old_root=root, size=head.size, root=head.root)
    except (NotBase64, Tampering):
        raise Refusal("root_not_proved") from None


def _witnessed(body: DrawLots, policy: DrawPolicy) -> Checkpoint:
    try:
        verdict = parse_policy(_policy_bytes(policy.lines)).check(b64decode(body.checkpoint, validate=True))
    except (NotBase64, Malformed):
        raise Refusal("checkpoint_unreadable") from None
    except Tampering:
        raise Refusal("seed_not_witnessed") from None
    if not verdict.quorum_met or not verdict.cosigned_by:
        raise Refusal("seed_not_witnessed")
    return verdict.checkpoint


def abandon_draw(body: AbandonDraw, _context: Context, view: View) -> Outcome:
    """Give a commitment up; it stays in the list with its reason.

    Raises:
        Refusal: ``unknown_draw``, ``draw_over``.
    """
    found = require(view, Draw, body.number, "unknown_draw")
    if found.state is not DrawState.COMMITTED:
        raise Refusal("draw_over", number=body.number)
    return Outcome(records=(replace(found, state=DrawState.ABANDONED, reason=body.reason),))


KINDS = (
    Kind("supervision.name_witnesses", NameWitnesses, lambda _body, _view: by_authority_and_operator(), name_witnesses),
    Kind("supervision.commit_draw", CommitDraw, by_an_authority, commit_draw),
    Kind("supervision.draw", DrawLots, by_an_authority, draw),
    Kind("supervision.abandon_draw", AbandonDraw, by_an_authority, abandon_draw),
)
