"""A report as Markdown: for a ticket, a wiki or a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cynosure.reports import audit_tables, cards, signals, tables, theme_words, wording
from cynosure.reports.content import Curves, DemandText, Ledger, ReportContent
from cynosure.reports.standing_out import in_words, stand_out
from cynosure.reports.tables import Table
from cynosure.reports.verdict import verdict

# What would be markup, a link, a mention or HTML; an address stays plain text.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~@!&$])")
_LINE_START = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+=])")


def render_markdown(content: ReportContent) -> str:
    """Return the report as Markdown, in the page's order and words, without its pictures."""
    return "\n".join(_lines(content)).rstrip() + "\n"


def plain(text: str) -> str:
    r"""Return a text that Markdown shows as it is, on one line.

    >>> plain("# <b>2 * 3</b>"), plain("1. first")
    ('\\# \\<b\\>2 \\* 3\\</b\\>', '1\\. first')
    """
    line = _MARKUP.sub(r"\\\1", " ".join(text.replace("\x00", "").split()))
    return _LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", line)


def _lines(content: ReportContent) -> Iterator[str]:
    head = content.headline
    asked = f", asked {wording.span(head.asked)}" if head.asked.since or head.asked.until else ""
    yield f"# {plain(content.title)}"
    yield ""
    yield (
        f"{wording.counted(head.demands, 'demand')} of customers{asked}. "
        f"Told as of {wording.instant(content.as_of)}."
    )
    for sentence in verdict(content):
        yield from ("", plain(sentence))
    yield ""
    for card in cards.cards(head):
        badge = f" ({card.badge})" if card.badge else ""
        said = "; ".join(f"{term}: {told}" for term, told in card.lines)
        note = " ".join(part for part in (card.note, f"{said}." if said else "") if part)
        yield f"- **{plain(card.label)}: {plain(card.value)}**{badge} {plain(card.of)}. {plain(note)}"
    if head.beside:
        yield from _table(tables.of_answers("Beside these", head.beside))
    yield from _audit(content)
    yield from _dissatisfiers(content)
    yield from _waiting(content)
    yield from _change(content)
    yield from _who(content)
    yield from _to_read(content)
    yield from _rest(content)


def _audit(content: ReportContent) -> Iterator[str]:
    audit = content.audit
    if audit is None:
        return
    yield from ("", "## What people found who judged a sample", "")
    for note in audit_tables.notes(audit):
        yield plain(wording.sentence(note))
    yield from _table(audit_tables.of_rightness(audit))
    if audit.causes and audit.causes.groups:
        yield from _table(audit_tables.of_causes(audit.causes))
    if audit.second:
        yield from _table(audit_tables.of_second(audit))


def _dissatisfiers(content: ReportContent) -> Iterator[str]:
    told = content.dissatisfiers
    yield from ("", "## What hurts customers most", "")
    if told.first:
        yield from (plain(theme_words.lead(told)), "")
    for i, one in enumerate(told.first, start=1):
        facts = "; ".join(f"{term}: {said}" for term, said in theme_words.facts(one))
        yield f"{i}. **{plain(one.name)}**: {plain(facts)}"
        if one.rising:
            yield f"   - emerging: {plain(theme_words.rising(one.rising))}"
        yield from (f"   - {_demand(item)}" for item in one.typical[:3])
        yield from (f"   - at the edge: {_demand(item)}" for item in one.edge[:1])
    if not told.first:
        yield plain(wording.sentence(told.instead or "no theme was found"))
    for title, lines in (
        (
            "Emerging",
            [f"**{plain(e.name)}**: {plain(theme_words.rising(e.rising))}" for e in told.emerging],
        ),
        (
            "Silent",
            [f"**{plain(one.name)}**: {plain(theme_words.silent(one))}" for one in told.silent],
        ),
        ("What was done, and what came of it", [plain(said) for said in told.remedies]),
    ):
        if lines:
            yield from ("", f"### {title}", "", *(f"- {line}" for line in lines))
    yield ""
    yield from (plain(wording.sentence(note)) for note in theme_words.notes(told))


def _waiting(content: ReportContent) -> Iterator[str]:
    waiting = content.waiting
    yield from ("", "## Waiting", "")
    if waiting.instead:
        yield plain(wording.sentence(waiting.instead))
    for curves in (waiting.resolution, waiting.endings):
        if curves:
            yield from _curves(curves)
    if waiting.first_response:
        response = waiting.first_response
        late = "".join(f"; {word} {told}" for word, told in cards.late(response))
        of = f" ({cards.of(response)})" if response.value is not None else ""
        yield from ("", f"First response: {plain(wording.figure(response) + late + of)}.")
    if waiting.ended_how:
        yield from _table(tables.of_answers("How they stand today", waiting.ended_how))
    if waiting.whose_turn:
        if tables.turn_parts(waiting.whose_turn):
            yield from _table(tables.of_turns(waiting.whose_turn))
        else:
            yield from ("", f"Whose turn it was: {plain(wording.figure(waiting.whose_turn))}.")


def _curves(curves: Curves) -> Iterator[str]:
    if curves.answers:
        yield from _table(tables.of_curve_answers(curves))
    yield from _table(tables.of_curves(curves))
    for note in (curves.of, *curves.notes):
        yield from ("", plain(wording.sentence(note)))


def _change(content: ReportContent) -> Iterator[str]:
    yield from ("", "## Change over time", "")
    if not content.change.series:
        yield plain(wording.sentence(content.change.instead or "there is too little time"))
    for series in content.change.series:
        checked = " (unaudited)" if any(wording.unaudited(a) for a in series.answers) else ""
        periods = wording.counted(len(series.starts), series.every)
        yield f"- **{plain(series.title)}**{checked}, {periods}"
        if series.limits:
            bounds = [b for b in (series.limits.lower, series.limits.upper) if b is not None]
            extent = " to ".join(wording.value(bound, series.unit) for bound in bounds)
            yield (
                f"  - average {wording.value(series.limits.centre, series.unit)}, "
                f"natural limits {extent or 'unknown'}"
            )
        found = signals.of_series(series)
        yield from (f"  - signal: {plain(signals.named(run, series))}" for run in found)
        if series.limits and not found:
            yield "  - no signal: what goes up and down here is noise"
        yield from (f"  - {plain(note)}" for note in series.notes)
    for mark in content.change.marks:
        yield f"- {wording.day(mark.at)}: {plain(mark.text)}"


def _who(content: ReportContent) -> Iterator[str]:
    who = content.who_waits
    yield from ("", "## Who waits longest")
    for each in stand_out(who):
        yield from ("", plain(in_words(each)))
    for breakdown in who.breakdowns:
        yield from _table(tables.of_breakdown(breakdown))
        for note in tables.breakdown_notes(breakdown):
            yield from ("", plain(wording.sentence(note)))
        if breakdown.paradox:
            yield from ("", plain(wording.sentence(breakdown.paradox)))
    if who.instead:
        yield from ("", plain(wording.sentence(who.instead)))
    yield from _demands("Open for longest", who.oldest[:10])


def _to_read(content: ReportContent) -> Iterator[str]:
    yield from ("", "## Demands to read yourself")
    yield from _demands("Drawn at random", content.to_read.random[:8])
    yield from _demands("Those the classifier is least sure of", content.to_read.uncertain[:8])
    yield from _demands("Those that waited longest", content.to_read.longest[:8])


def _rest(content: ReportContent) -> Iterator[str]:
    yield from ("", "## Why your tool says something else")
    for difference in content.reconciliation:
        yield from _table(tables.of_difference(difference))
        some = ", ".join(difference.demands[:10])
        yield from ("", plain(wording.sentence(difference.why)))
        yield from ("", plain(f"{wording.counted(difference.demands_count, 'demand')}: {some}"))
    if not content.reconciliation:
        yield from ("", "The source makes no figure of its own that could be compared.")
    yield from ("", "## What not to believe", "")
    for doubt in content.doubts:
        said = [doubt.text, cards.reasons(doubt.left_out), doubt.mend]
        text = " ".join(wording.sentence(part) for part in said if part)
        yield f"- **{plain(doubt.title)}.** {plain(text)}"
    yield from ("", "## What was read")
    for ledger in content.ledgers:
        yield from _ledger(ledger)
    yield from ("", "## Definitions", "")
    for each in content.definitions:
        yield f"- **{plain(each.title)}**: {plain(wording.sentence(each.text))}"
    made = content.making
    versions = ", ".join(f"{name} {version}" for name, version in made.versions)
    assumed = " (assumed: the export does not say)" if made.zone_assumed else ""
    yield from ("", "---", "", f"Times of the source read as {plain(made.zone)}{assumed}.")
    yield f"Made by {plain(versions)}. Make it again: {plain(made.command)}"


def _ledger(ledger: Ledger) -> Iterator[str]:
    yield from _table(tables.of_ledger(ledger))
    yield from ("", plain(f"{ledger.shape}: {', '.join(ledger.files[:12])}"), "")
    for left in ledger.set_aside_reasons:
        yield f"- set aside, {plain(left.reason)}: {wording.count(left.n)}"
    for bad in ledger.quarantine_reasons:
        places = f" ({'; '.join(bad.places[:6])})" if bad.places else ""
        yield f"- quarantined, {plain(bad.reason)}: {wording.count(bad.n)}{plain(places)}"


def _demands(title: str, items: Sequence[DemandText]) -> Iterator[str]:
    if items:
        yield from ("", f"### {title}", "")
        yield from (f"- {_demand(item)}" for item in items)


def _demand(item: DemandText) -> str:
    words = [item.code.replace("_", " ") if item.code else item.nature or "nature unknown"]
    if item.probability is not None:
        words.append(f"{wording.share(item.probability)} sure")
    if item.waited_seconds is not None:
        state = "open for" if item.state == "open" else "waited"
        words.append(f"{state} {wording.duration(item.waited_seconds)}")
    title = plain(wording.quoted(item.title or "(no title)", 160))
    text = f" {plain(wording.quoted(item.text, 240))}" if item.text else ""
    return f"**{title}**{text} ({plain(', '.join(words))}; {plain(item.demand_id)})"


def _table(table: Table) -> Iterator[str]:
    yield from ("", f"**{plain(table.caption)}**", "")
    yield f"| {' | '.join(plain(column) for column in table.columns)} |"
    yield f"|{'|'.join('---' if i in table.words else '---:' for i in range(len(table.columns)))}|"
    for row in table.rows:
        yield f"| {' | '.join(plain(wording.excerpt(cell, 160)) for cell in row)} |"
