"""The organisation's own model of a workspace: learnt, compared, put to use, let go of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import typer

from cynosure.demand import LABELS
from cynosure.nature import ModelLabeller, shipped_labeller
from cynosure.nature.deciding.own_file import (
    OwnModel,
    drop_own_model,
    keep_own_model,
    write_weights,
)
from cynosure.nature.deciding.own_model import FEWEST, Lessons, compare, learn, lessons_of, teaches
from cynosure.wiring.decisions import audits_in, decided_in, drawn_for_audit
from cynosure.wiring.demands import as_read
from cynosure.wiring.labeller import OWN, own_model_in, why
from cynosure.wiring.place import Place
from cynosure.workflows.take_in import Progress, label_new, unwatched


@dataclass(frozen=True, slots=True)
class Learnt:
    """What came of learning from decisions, in sentences."""

    lines: tuple[str, ...]


def bring_up_to_date(place: Place, *, progress: Progress = unwatched) -> None:
    """Label what is not labelled; where the own model may no longer stand, learn it anew first.

    That is where a new model has shipped, and where an audit has drawn demands since, which
    may have taught it.
    """
    own = own_model_in(place.folder) if place.kept else None
    if own is not None and (
        own.stands_on != shipped_labeller().model.fingerprint or own.audits != _audits(place)
    ):
        for line in learn_from_decisions(place, progress=progress).lines:
            typer.echo(line, err=True)
        return
    # A workspace of an earlier version has labels of an earlier model. Who only reads
    # needs no lock, and no right to write, where nothing is to be labelled.
    if next(place.store.unlabelled(place.labeller.name), None) is not None:
        label_new(store=place.store, labeller=place.labeller, progress=progress)


def lessons_in(place: Place) -> Lessons:
    """Return what this workspace's decisions teach; what an audit drew teaches nothing."""
    drawn = drawn_for_audit(place)
    decisions = {
        demand_id: one.decision
        for demand_id, one in decided_in(place).items()
        if teaches(one.decision) and demand_id not in drawn
    }
    demands = as_read(place, decisions)
    return lessons_of(demands, decisions, shipped=shipped_labeller().model)


def learn_from_decisions(place: Place, *, progress: Progress = unwatched) -> Learnt:
    """Learn the own model from the decisions that stand, and use it where it is better.

    All demands are labelled by the model that will be used before it is; the card, put in
    place in one move, is what makes it count. So killed at any moment, the
    workspace has the labels of the model that it uses.
    """
    before, shipped = place.labeller, shipped_labeller()
    own, audits, lessons = own_model_in(place.folder), _audits(place), lessons_in(place)
    if len(lessons) < FEWEST:
        return _let_go(place, len(lessons), had=own is not None, progress=progress)
    progress("Comparing with the shipped model", 0)
    known = (lessons.digest, shipped.model.fingerprint, audits)
    if own and (own.taught_by, own.stands_on, own.audits) == known:
        label_new(store=place.store, labeller=before, progress=progress)
        return Learnt((f"Nothing new to learn from these {len(lessons):,} decisions: {why(own)}.",))
    comparison = compare(lessons)
    model = None
    labeller = shipped
    if comparison.own_is_better:
        progress("Learning", 0)
        model = write_weights(place.folder, learn(shipped.model, lessons))
        labeller = ModelLabeller(model, kind=OWN)
    place.read_by(labeller)
    label_new(store=place.store, labeller=place.labeller, progress=progress)
    learnt = OwnModel(
        stands_on=shipped.model.fingerprint,
        lessons=len(lessons),
        taught_by=lessons.digest,
        audits=audits,
        comparison=comparison,
        model=model,
    )
    keep_own_model(place.folder, learnt)
    lines = [f"Learnt from {len(lessons):,} decisions: {why(learnt)}."]
    lines += _otherwise(place, before.name, place.labeller.name)
    _drop_labels_of_others(place)
    return Learnt(tuple(lines))


def _let_go(place: Place, n: int, *, had: bool, progress: Progress) -> Learnt:
    """Let the shipped model read, since too few decisions teach."""
    if had:
        place.read_by(shipped_labeller())
        label_new(store=place.store, labeller=place.labeller, progress=progress)
    drop_own_model(place.folder)
    _drop_labels_of_others(place)
    gone = "The own model is gone, and the shipped one reads. " if had else ""
    line = (
        f"{gone}{n} {'decision teaches' if n == 1 else 'decisions teach'}; a model of your own is "
        f"learnt from {FEWEST} on. Those in doubt, without a word of text, or drawn for an audit "
        "hold, but teach nothing."
    )
    return Learnt((line,))


def _otherwise(place: Place, before: str, after: str) -> Iterator[str]:
    """Yield how many demands are now read otherwise."""
    if before == after:
        return
    labels = place.engine.parquet(place.store.snapshot().files("labels"), LABELS)
    old = labels.filter(labels.labeller == before).select("demand_id", was="nature")
    new = labels.filter(labels.labeller == after).select("demand_id", now="nature")
    both = new.join(old, "demand_id")
    both = both.mutate(other=both.was.fill_null("") != both.now.fill_null(""))
    row = place.engine.result(both.agg(n=both.count(), other=both.other.sum())).to_pylist()[0]
    yield f"Of {row['n']:,} demands, {row['other'] or 0:,} are now read as another nature."


def _audits(place: Place) -> str:
    return ", ".join(f"{size} by {seed}" for seed, size in sorted(audits_in(place).items()))


def _drop_labels_of_others(place: Place) -> None:
    # Labels of a model that is gone, alone or in a chain, would pile up with each learning.
    for kind in (OWN, "chain"):
        place.store.drop_labels(kind=f"{kind}:", but=place.labeller.name)
