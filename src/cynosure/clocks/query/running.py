"""How each demand's clock ran: endings, reopenings, and whose turn it was."""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir

from cynosure.clocks.query import codes
from cynosure.clocks.query.codes import (
    ABANDONED,
    ASKED,
    ASKER,
    FIRST_ENDING,
    ON_ASKER,
    ON_OTHER,
    ON_US,
    RATED,
    REOPENED,
    RESOLVED,
    RESPONDED,
)

# Whose turn it is.
OURS, THE_ASKERS, OTHERS, NOBODYS = range(4)


def used_turns(since: ir.Table, history: ir.Table) -> ir.Table:
    """Return the events that turn a clock, or whose turn it is, each with its effect.

    A claimed ending or reopening is used only where the history leaves the
    demand open, and later than its last reopening (rule 11).
    """
    turns = (since.mark == REOPENED) | (since.mark >= FIRST_ENDING)
    word = (
        ((since.mark == ASKED) | (since.mark == RESPONDED) | (since.mark == RATED))
        & (since.speaker == ASKER)
        & since.public
    )
    waits = (since.mark >= ON_ASKER) & (since.mark <= ON_OTHER)
    rows = since.mutate(word=word).filter(
        ~since.too_early & (turns | waits | word | (since.mark == ASKED))
    )
    rows = rows.left_join(history, "d").drop("d_right")
    turns = (rows.mark == REOPENED) | (rows.mark >= FIRST_ENDING)
    later = (rows.at > rows.reopened_at).fill_null(True)
    used = ~rows.claimed | ~turns | rows.ended.isnull() | (~rows.ended & later)
    return rows.filter(used.fill_null(True)).drop("reopened_at", "ended", "too_early")


def with_effect(turns: ir.Table, as_of: datetime) -> ir.Table:
    """Return each turn with whether it had an effect, and whose turn it was for how long.

    An ending of what has ended changes nothing, nor does a reopening of what
    is open (rule 3). After the start and after a reopening it is our turn; a
    public word of the asker ends waiting on them, and so does an ending (rule 8).
    """
    ends, reopens = turns.mark >= FIRST_ENDING, turns.mark == REOPENED
    marker = ibis.ifelse(ends | reopens, turns.pos * 2 + ends.cast("int64"), ibis.null("int64"))
    before = marker.max().over(group_by="d", order_by=turns.pos, rows=(None, -1))
    rows = turns.mutate(was_ended=(before % 2 == 1).fill_null(False))
    ends, reopens = rows.mark >= FIRST_ENDING, rows.mark == REOPENED
    rows = rows.mutate(
        effective=(ends & ~rows.was_ended) | (reopens & rows.was_ended),
        sets=ibis.cases(
            (ends, NOBODYS),
            (reopens & rows.was_ended, OURS),
            (rows.was_ended, ibis.null("int8")),
            (rows.mark == ON_ASKER, THE_ASKERS),
            (rows.mark == ON_US, OURS),
            (rows.mark == ON_OTHER, OTHERS),
            else_=ibis.null("int8"),
        ).cast("int64"),
    )
    setter = ibis.ifelse(rows.sets.notnull(), rows.pos * 4 + rows.sets, ibis.null("int64"))
    spoke = ibis.ifelse(rows.word, rows.pos, ibis.null("int64"))
    rows = rows.mutate(
        setter=setter.max().over(group_by="d", order_by=rows.pos, rows=(None, 0)),
        spoke=spoke.max().over(group_by="d", order_by=rows.pos, rows=(None, 0)),
        until=rows.at.lead().over(group_by="d", order_by=rows.pos),
    )
    until = ibis.coalesce(rows.until, ibis.literal(as_of))
    answered = (rows.setter % 4 == THE_ASKERS) & (
        rows.spoke > (rows.setter / 4).floor().cast("int64")
    ).fill_null(False)
    turn = ibis.ifelse(answered, OURS, rows.setter % 4).fill_null(OURS)
    return rows.select(
        "d",
        "pos",
        "at",
        "mark",
        "given_up",
        "claimed",
        "effective",
        "actor",
        "after",
        until=until,
        turn=turn.cast("int8"),
        seconds=codes.seconds_between(rows.at, until),
    )


def summed(turns: ir.Table) -> ir.Table:
    """Return what the turns of each demand come to."""
    ends, reopens = turns.mark >= FIRST_ENDING, turns.mark == REOPENED
    # The last turn that had an effect, with what it was, in one number: the
    # engines differ in how they pick a whole row by its largest value.
    packed = turns.pos * 64 + turns.mark * 4 + turns.given_up.cast("int64") * 2
    packed = packed + turns.claimed.cast("int64")
    resolves = turns.effective & (turns.mark == RESOLVED) & ~turns.given_up
    reopened = turns.effective & reopens
    sums = turns.group_by("d").agg(
        first_at=turns.at.min(),
        endings=ends.sum(),
        last=packed.max(where=turns.effective),
        last_at=turns.at.max(where=turns.effective),
        reopenings=reopened.sum(),
        reopened_pos=turns.pos.max(where=reopened),
        reopened_at=turns.at.max(where=reopened),
        resolved_first=(turns.pos * 2 + turns.claimed.cast("int64")).min(where=resolves),
        first_resolved_at=turns.at.min(where=resolves),
        on_us=turns.seconds.sum(where=turns.turn == OURS),
        on_asker=turns.seconds.sum(where=turns.turn == THE_ASKERS),
        on_other=turns.seconds.sum(where=turns.turn == OTHERS),
    )
    mark = (sums["last"] % 64 / 4).floor().cast("int64")
    given_up = (sums["last"] % 4) >= 2
    ended = (mark >= FIRST_ENDING).fill_null(False)
    return sums.select(
        "d",
        "first_at",
        "endings",
        "reopenings",
        "reopened_pos",
        "reopened_at",
        "first_resolved_at",
        "on_us",
        "on_asker",
        "on_other",
        state=ibis.cases((~ended, codes.OPEN), (given_up, ABANDONED), else_=mark).cast("int8"),
        recorded=ibis.ifelse(ended, mark, codes.OPEN).cast("int8"),  # before a bot's reason
        ending_pos=ibis.ifelse(ended, (sums["last"] / 64).floor().cast("int64"), None),
        ending_at=ibis.ifelse(ended, sums.last_at, None),
        ending_claimed=(ended & (sums["last"] % 2 == 1)).fill_null(False),
        resolved_pos=(sums.resolved_first / 2).floor().cast("int64"),
        resolved_claimed=(sums.resolved_first % 2 == 1).fill_null(False),
    )


def after_reopening(sums: ir.Table, answers: ir.Table, turns: ir.Table) -> ir.Table:
    """Return the response after the latest reopening, and when the first fix was reopened."""
    reopened = sums.filter(sums.reopenings > 0).select(
        "d", "reopened_pos", "reopened_at", "resolved_pos"
    )
    words = answers.inner_join(reopened, "d")
    words = words.filter(words.pos > words.reopened_pos)
    words = words.group_by("d").agg(
        answered=codes.seconds_between(words.reopened_at, words.at).min(where=~words.claimed),
        claimed_answer=codes.seconds_between(words.reopened_at, words.at).min(where=words.claimed),
    )
    again = turns.filter((turns.mark == REOPENED) & turns.effective).select("d", "pos", "at")
    again = again.inner_join(reopened, "d")
    again = again.filter(again.pos > again.resolved_pos)
    again = again.group_by("d").agg(fix_reopened_at=again.at.min())
    rows = reopened.select("d").left_join(words, "d").drop("d_right")
    return rows.left_join(again, "d").drop("d_right")


def hand_offs(since: ir.Table) -> ir.Table:
    """Return how often each demand was passed on, counted from its start.

    The source's `before` says from whom; where it is silent, the last one who
    had it. The first assignment passes nothing on, nor does taking it from
    somebody and giving it to nobody.
    """
    rows = since.filter((since.mark == codes.ASSIGNED) & ~since.too_early)
    rows = rows.mutate(last=rows.after.lag().over(group_by="d", order_by=rows.pos))
    had = ibis.coalesce(rows.before, rows["last"])
    passed = (had != rows.after).fill_null(False)
    return rows.group_by("d").agg(hand_offs=passed.sum())
