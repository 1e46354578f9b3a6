"""What a status in a table means, in the languages that tables are written in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from cynosure.intake.shapes.statuses import Ending, ending_of, turn_of

Meaning = Ending | Literal["open"]

# Beside English, which the shapes' own words cover.
_WORDS: Mapping[str, Meaning] = MappingProxyType(
    {
        **dict.fromkeys(
            ("erledigt", "gelöst", "geschlossen", "abgeschlossen", "behoben", "beantwortet",
             "fermé", "fermée", "résolu", "résolue", "clos", "close", "clôturé", "traité",
             "terminé", "cerrado", "cerrada", "resuelto", "resuelta", "solucionado", "finalizado",
             "chiuso", "chiusa", "risolto", "risolta", "completato", "gesloten", "opgelost",
             "afgehandeld", "afgesloten", "beantwoord", "fechado", "resolvido"),
            "resolved",
        ),
        **dict.fromkeys(
            ("abgelehnt", "zurückgewiesen", "storniert", "wird nicht behoben", "rejeté", "rejetée",
             "refusé", "annulé", "rechazado", "rechazada", "cancelado", "respinto", "rifiutato",
             "annullato", "afgewezen", "geannuleerd", "geweigerd", "rejeitado"),
            "declined",
        ),
        **dict.fromkeys(
            ("zurückgezogen", "zurückgenommen", "retiré", "retirado", "ritirato", "ingetrokken"),
            "withdrawn",
        ),
        **dict.fromkeys(
            ("dublette", "duplikat", "zusammengeführt", "doublon", "fusionné", "duplicado",
             "fusionado", "duplicato", "unito", "duplicaat", "samengevoegd"),
            "merged",
        ),
        **dict.fromkeys(
            ("keine rückmeldung", "verfallen", "sans réponse", "expiré", "abandonné",
             "sin respuesta", "caducado", "senza risposta", "scaduto", "geen reactie", "verlopen"),
            "abandoned",
        ),
        **dict.fromkeys(
            ("offen", "neu", "in bearbeitung", "wartend", "wiedereröffnet", "ouvert", "ouverte",
             "nouveau", "en cours", "en attente", "abierto", "abierta", "nuevo", "en curso",
             "pendiente", "aperto", "aperta", "nuovo", "in corso", "in attesa", "in lavorazione",
             "nieuw", "in behandeling", "heropend", "wachtend", "aberto"),
            "open",
        ),
    }
)  # fmt: skip


def meaning_of(word: str, own: Mapping[str, str] = MappingProxyType({})) -> str | None:
    """Return the ending that a status names, `open` where it names none yet, None if unknown.

    The mapping's `own` words come first.

    >>> meaning_of("Erledigt"), meaning_of("Won't fix"), meaning_of("In Progress"), meaning_of("X")
    ('resolved', 'declined', 'open', None)
    """
    said = word.strip().lower()
    if said in own:
        return own[said]
    if said in _WORDS:
        return _WORDS[said]
    ending = ending_of(word)
    if ending is not None:
        return ending
    return "open" if turn_of(word) is not None else None
