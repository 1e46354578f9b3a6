"""The labeller: what a language model has answered so far, by text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from cynosure.nature.labellers.language_model.ports import Answers
from cynosure.nature.labellers.language_model.prompt import SYSTEM, Text, shown
from cynosure.nature.labellers.language_model.reading import UNKNOWN, UNUSABLE
from cynosure.nature.labellers.language_model.settings import LanguageModelSettings
from cynosure.nature.labellers.saying import column, fingerprint, said

Mask = Callable[[pa.Array, pa.Array], pa.Array]  # texts and the names of their askers
_LOOKED_AT = 8_000  # characters that are masked; what is shown of them is less


@dataclass(frozen=True, slots=True)
class LanguageModelLabeller:
    """Says what the model answered, and nothing of what it was not asked.

    Labelling asks nobody: it looks answers up. So it needs neither network nor
    consent, and what has no answer yet is left to the next part of the chain
    until somebody asks the model (`ask_all`).
    """

    settings: LanguageModelSettings
    answers: Answers
    mask: Mask

    @property
    def name(self) -> str:
        """The model, with a fingerprint of its address, its options and what it is asked."""
        asked = [self.settings.address, self.settings.model, dict(self.settings.options), SYSTEM]
        return f"language-model:{self.settings.model}:{fingerprint(asked)}"

    def label(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return LABELS, row for row, without probabilities; null where there is no usable answer."""
        texts = self.texts(batch)
        known = self.answers.known({text.key for text in texts if text})
        answers = [known.get(text.key) if text else None for text in texts]
        usable = [None if answer in {UNKNOWN, UNUSABLE} else answer for answer in answers]
        return said(batch["demand_id"], pa.array(usable, pa.string()), labeller=self.name)

    def texts(self, batch: pa.RecordBatch) -> list[Text | None]:
        """Return what the model would be shown of each demand, masked; None where it has no words."""
        names = column(batch, "asker")
        title, body, reported = (
            self.mask(_beginning(column(batch, name)), names).to_pylist()
            for name in ("title", "body", "reported_type")
        )
        labels = self.mask(_joined(batch), names).to_pylist()
        asked = self.name.encode()
        texts: list[Text | None] = []
        for parts in zip(title, body, reported, labels, strict=True):
            what = shown(*parts[:3], parts[3] or "")
            key = hashlib.blake2b(asked + b"\n" + what, digest_size=16).hexdigest()
            texts.append(Text(key, what) if what else None)
        return texts

    def unanswered(self, batch: pa.RecordBatch, *, again: bool = False) -> list[Text]:
        """Return the texts of a batch that have no answer yet, each once.

        With `again` also those that the model gave no usable answer for.
        """
        texts = {text.key: text for text in self.texts(batch) if text}
        known = self.answers.known(texts)
        return [
            text
            for key, text in texts.items()
            if key not in known or (again and known[key] == UNUSABLE)
        ]


def _beginning(texts: pa.Array) -> pa.Array:
    """Return the beginning of each text, cut between words: half a key would not be masked."""
    if not pc.any(pc.greater(pc.utf8_length(texts), _LOOKED_AT)).as_py():
        return texts
    return pa.array(
        [None if text is None else _cut(text) for text in texts.to_pylist()], pa.string()
    )


def _cut(text: str) -> str:
    if len(text) <= _LOOKED_AT:
        return text
    whole = text[:_LOOKED_AT].rsplit(maxsplit=1)
    return whole[0] if len(whole) > 1 else text[:_LOOKED_AT]  # a script without spaces


def _joined(batch: pa.RecordBatch) -> pa.Array:
    at = batch.schema.get_field_index("labels")
    if at < 0:
        return pa.nulls(batch.num_rows, pa.string())
    return _beginning(pc.binary_join(batch.column(at).cast(pa.list_(pa.string())), ", "))
