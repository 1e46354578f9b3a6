"""What not to believe, or not yet: said before anybody finds out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import ibis

from cynosure.answers import Answer, LeftOut
from cynosure.reports.content import Doubt, Headline, Mark
from cynosure.reports.wording import counted, instant
from cynosure.workflows.engine import Engine
from cynosure.workflows.telling import Telling
from cynosure.workflows.zones import read_in_two_zones

EXAMPLES = 5  # ids that a doubt names
UNKNOWN = 0.05  # of what is known; a larger unknown part is a doubt of its own
SMALL = 50  # demands below which a share says little

_FLAGS: Mapping[str, str] = MappingProxyType(
    {
        "claim_differs": "whose summary says another time than their own history; the history counts",
        "claim_withdrawn": "called solved by an earlier export but not by the newest; they count as open",
        "start_moved": "whose opening time was changed later; the earlier one counts",
        "merge_loop": "merged in a circle; they count as open",
        "merged_into_unknown": "merged into something that the export does not hold",
        "impossible_order": "that ended before they began; that ending is set aside",
        "in_future": "with an event later than their import; that event is set aside",
    }
)


def doubts(telling: Telling, engine: Engine, headline: Headline) -> tuple[Doubt, ...]:
    """Return what a careful reader has to know, the weightiest first."""
    found = [
        *_about_the_share(headline.failure_share, telling),
        *_about_the_unknown(headline.failure_share),
        *_about_size(headline),
        *_about_the_instant(telling),
        *_about_the_zone(telling),
        *_about_two_zones(telling),
        *_about_what_is_not_told(telling),
        *_about_claims(headline),
        *_about_youth(headline.fixed_first_time),
        *_about_what_has_no_start(telling, engine),
        *_about_flags(telling, engine),
        *_about_events_set_aside(telling, engine),
        *_about_language(telling, engine),
    ]
    return tuple(found)


def _about_the_share(share: Answer, telling: Telling) -> Sequence[Doubt]:
    if share.value is None or (share.interval and share.interval.kind == "audit"):
        return ()
    worded = any("text" in (row["tells"] or ()) for row in telling.imports)
    read = (
        "A program read the texts and the source's own types."
        if worded
        else "The export holds no words of customers: a program went by the source's own types alone."
    )
    return (
        Doubt(
            title="No person has checked the failure share yet",
            text=f"{read} The range comes from how "
            "wrong it was on sources that it had never seen. It is not the interval of a sample, "
            "and your texts may be harder than those.",
            mend="Judge forty demands yourself, one key each: cynosure audit --workspace DIR -n 40",
        ),
    )


def _about_the_unknown(share: Answer) -> Sequence[Doubt]:
    unknown = int(share.parts.get("unknown") or 0)
    if not unknown or share.value is None or unknown < share.n * UNKNOWN:
        return ()
    return (
        Doubt(
            title=f"What {counted(unknown, 'demand')} asked for is not known",
            text="Neither words nor types tell it. The failure share is of the others alone, and "
            "need not hold for these.",
            mend="Export the texts, too.",
        ),
    )


def _about_size(headline: Headline) -> Sequence[Doubt]:
    if headline.demands >= SMALL:
        return ()
    return (
        Doubt(
            title="There is only 1 demand"
            if headline.demands == 1
            else f"There are only {headline.demands} demands",
            text="Shares and waits of so few move a lot by chance.",
            mend="Export a longer period.",
        ),
    )


def _about_the_instant(telling: Telling) -> Sequence[Doubt]:
    return (
        Doubt(
            title=f"All is as of {instant(telling.as_of)}",
            text=f"That is {telling.as_of_from}. What happened later is not in here, and what was "
            "open then counts as open.",
            mend="Choose another instant with --as-of.",
        ),
    )


def _about_the_zone(telling: Telling) -> Sequence[Doubt]:
    assumed = [row for row in telling.imports if row["zone_assumed"]]
    if not assumed:
        return ()
    return (
        Doubt(
            title="The export does not say its time zone; UTC was taken",
            text="If its times are local, every instant is off by that zone's distance from UTC. "
            "Times between two events of the export stay right, but for the hour of a clock "
            "change; what moves is to which day, week or month a demand near midnight belongs, "
            "and the age of what is open.",
            mend="Name the zone: --timezone Europe/Berlin",
        ),
    )


def _about_two_zones(telling: Telling) -> Sequence[Doubt]:
    said = read_in_two_zones(telling.imports)
    return (Doubt(title="One source was read in two time zones", text=said),) if said else ()


def _about_what_is_not_told(telling: Telling) -> Sequence[Doubt]:
    notes = list(dict.fromkeys(note for row in telling.imports for note in row["notes"] or ()))
    if not notes:
        return ()
    return (Doubt(title="What this export cannot tell", text=" ".join(notes)),)


def _about_claims(headline: Headline) -> Sequence[Doubt]:
    said = [how for how in headline.wait.how if "claimed" in how]
    if not said:
        return ()
    return (
        Doubt(
            title="Endings come from a summary field, not from a history",
            text=f"{said[0][0].upper()}{said[0][1:]}. A summary keeps the last closing only: "
            "reopenings before it cannot be seen, so fixes look better than they were.",
            mend="Export the history (change log, audit, timeline) too.",
        ),
    )


def _about_youth(fixed: Answer) -> Sequence[Doubt]:
    young = [out for out in fixed.left_out if "young" in out.reason or "mature" in out.reason]
    if not young:
        return ()
    return (
        Doubt(
            title="The newest resolutions cannot be judged yet",
            text="Whether a fix lasts is known only after the follow-up window.",
            left_out=tuple(young),
        ),
    )


def _about_what_has_no_start(telling: Telling, engine: Engine) -> Sequence[Doubt]:
    rows = telling.facts.demands
    without = rows.filter(rows.start.isnull())
    n = int(engine.result(without.agg(n=without.count()))["n"][0].as_py())
    if not n:
        return ()
    return (
        Doubt(
            title=f"{counted(n, 'demand')} {'has' if n == 1 else 'have'} no usable start",
            text="They count in the failure share and in what recurs, but in no figure of time: "
            "when they were asked, how long they waited and whether they are still open is not known.",
            mend="Export the time at which each was asked, too.",
        ),
    )


def _about_flags(telling: Telling, engine: Engine) -> Sequence[Doubt]:
    flagged = telling.facts.demands.select("demand_id", flag=telling.facts.demands.flags.unnest())
    flagged = flagged.filter(flagged.flag.isin(list(_FLAGS)))
    rank = ibis.row_number().over(ibis.window(group_by="flag", order_by="demand_id"))
    counts = engine.result(flagged.group_by("flag").agg(n=flagged.count())).to_pylist()
    if not counts:
        return ()
    numbered = flagged.mutate(rank=rank)
    some = engine.result(numbered.filter(numbered["rank"] < 2)).to_pylist()
    counts.sort(key=lambda row: (-row["n"], row["flag"]))
    return (
        Doubt(
            title="Histories that contradict themselves",
            text="These demands are counted as the rules of time say; look at one before you "
            "trust its clock.",
            mend="See what each rule did: cynosure explain DEMAND_ID --workspace DIR",
            left_out=tuple(LeftOut(_FLAGS[row["flag"]], row["n"]) for row in counts),
            demands=tuple(sorted({row["demand_id"] for row in some}))[:EXAMPLES],
        ),
    )


def _about_events_set_aside(telling: Telling, engine: Engine) -> Sequence[Doubt]:
    aside = telling.clocks.set_aside
    counts = engine.result(aside.group_by("reason", "kind").agg(n=aside.count())).to_pylist()
    if not counts:
        return ()
    words = {"before_start": "from before the ask", "in_future": "from after their import"}
    rows = sorted(counts, key=lambda row: (-row["n"], row["kind"]))
    return (
        Doubt(
            title="Events that cannot have happened are set aside",
            text="They are kept and shown by cynosure explain, but no clock uses them.",
            left_out=tuple(
                LeftOut(
                    f"“{row['kind'].replace('_', ' ')}” {'event' if row['n'] == 1 else 'events'} "
                    f"{words.get(row['reason'], row['reason'])}",
                    row["n"],
                )
                for row in rows
            ),
        ),
    )


def _about_language(telling: Telling, engine: Engine) -> Sequence[Doubt]:
    rows = telling.facts.demands
    foreign = rows.filter(rows.language.notnull() & ~rows.language.lower().startswith("en"))
    n = int(engine.result(foreign.agg(n=foreign.count()))["n"][0].as_py())
    if not n:
        return ()
    return (
        Doubt(
            title=f"{counted(n, 'demand')} {'is' if n == 1 else 'are'} not in English",
            text="The classifier has read English only; their nature rests on the source's own "
            "type, or is unsure.",
        ),
    )


def mass_closing_marks(
    telling: Telling, engine: Engine
) -> tuple[tuple[Mark, ...], tuple[Doubt, ...]]:
    """Return the marks of mass closings for the charts, and what to make of them."""
    rows = engine.result(telling.clocks.mass_closings).to_pylist()
    if not rows:
        return (), ()
    rows.sort(key=lambda row: row["from"])
    marks = tuple(
        Mark(at=row["from"], text=f"{row['count']:,} demands closed at once") for row in rows
    )
    total = sum(row["count"] for row in rows)
    return marks, (
        Doubt(
            title=f"{total:,} demands were closed in bulk",
            text="One actor ended more than 5 % of what was open within an hour, "
            f"{'once' if len(rows) == 1 else f'{len(rows)} times'}. On a chart it looks like a great "
            "day; nobody knows whether those customers were served.",
        ),
    )
