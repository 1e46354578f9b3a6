"""What columns are called in the tables that desks and trackers export, in several languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType

# Fields that a table's column can stand for, each with the names it goes by, the likeliest
# first. Names are compared as `plain` leaves them.
FIELD_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "source_id": (
            "id", "key", "ticket id", "issue id", "issue key", "case id", "case number",
            "ticket number", "ticket nr", "ticket no", "ticket", "ticketnummer", "complaint id",
            "request id", "incident id", "incident number", "conversation id", "review id",
            "feedback id", "message id", "tweet id", "bug id", "sr number", "number", "nummer",
            "nr", "no", "vorgangsnummer", "vorgang", "fallnummer", "fall id", "reference",
            "référence", "ref", "numéro", "número", "numero", "identifiant", "identificador",
            "identificatore", "zaaknummer", "meldingsnummer", "uuid", "guid", "record id",
            "submission id", "response id", "id num",
        ),
        "title": (
            "title", "subject", "summary", "short description", "headline", "betreff", "titel",
            "kurzbeschreibung", "zusammenfassung", "sujet", "objet", "titre", "résumé", "asunto",
            "título", "resumen", "oggetto", "titolo", "onderwerp", "samenvatting", "ticket subject",
            "review title", "case subject", "issue title", "topic", "thema",
        ),
        "body": (
            "body", "description", "text", "content", "message", "comment", "review", "review text",
            "feedback", "details", "question", "question text", "body text", "description text",
            "beschreibung", "nachricht", "kommentar", "anliegen", "inhalt", "description complète",
            "commentaire", "avis", "contenu", "descripción", "mensaje", "comentario", "contenido",
            "descrizione", "messaggio", "commento", "recensione", "testo", "beschrijving",
            "bericht", "opmerking", "tekst", "tweet", "transcript", "complaint", "document",
            "consumer complaint narrative", "ticket description", "verbatim", "utterance", "query",
            "answer", "response", "notes", "long description", "issue description", "inquiry",
        ),
        "asked_at": (
            "asked at", "created at", "created", "createdat", "created on", "created date",
            "creation date", "date created", "creationdate", "opened at", "opened", "open date",
            "date opened", "received at", "received", "date received", "received date",
            "submitted at", "submitted", "submission date", "date submitted", "reported at",
            "reported", "report date", "reported date", "logged", "logged at", "start time",
            "start date", "started at", "sent at", "posted at", "posted", "review date",
            "reviewed at", "asked", "date", "datetime", "timestamp", "time", "at",
            "tweet created", "created time", "creation time", "opening date", "sys created on",
            "erstellt", "erstellt am", "erstelldatum", "erstellungsdatum", "angelegt am",
            "eröffnet", "eröffnet am", "eingang", "eingegangen am", "eingangsdatum", "datum",
            "date de création", "créé le", "créé", "date d ouverture", "ouvert le", "reçu le",
            "fecha de creación", "fecha", "creado", "creado el", "fecha de apertura", "abierto",
            "data di creazione", "data creazione", "data", "creato", "creato il", "data apertura",
            "aperto il", "aangemaakt", "aangemaakt op", "aanmaakdatum", "gemeld op", "ontvangen",
        ),
        "responded_at": (
            "first responded at", "first response at", "first response time", "first response",
            "first reply at", "first reply", "first replied at", "responded at", "replied at",
            "developer reply date", "first response date", "first contact date", "responded",
            "erste antwort", "erste antwort am", "erstantwort", "beantwortet am",
            "première réponse", "primera respuesta", "prima risposta", "eerste reactie",
        ),
        "resolved_at": (
            "resolved at", "resolved", "resolved on", "resolved date", "resolution date",
            "resolutiondate", "date resolved", "solved at", "solved", "solved date", "completed at",
            "completed", "completed date", "completion date", "resolution time", "ended at",
            "end time", "end date", "enddate", "finished at", "date completed", "done at",
            "gelöst", "gelöst am", "erledigt am", "erledigt", "lösungsdatum", "abgeschlossen am",
            "résolu le", "date de résolution", "resuelto", "resuelto el", "fecha de resolución",
            "risolto", "risolto il", "data risoluzione", "opgelost", "opgelost op", "afgehandeld op",
        ),
        "closed_at": (
            "closed at", "closed", "closed on", "closed date", "close date", "date closed",
            "closing date", "closure date", "closedate", "geschlossen", "geschlossen am", "schließdatum",
            "fermé le", "date de clôture", "clos le", "date de fermeture", "cerrado", "cerrado el",
            "fecha de cierre", "chiuso", "chiuso il", "data chiusura", "gesloten", "gesloten op",
        ),
        "updated_at": (
            "updated at", "updated", "last updated", "last update", "modified", "modified at",
            "last modified", "updated on", "aktualisiert", "geändert", "geändert am",
            "zuletzt geändert", "mis à jour", "actualizado", "aggiornato", "bijgewerkt",
        ),
        "status": (
            "status", "state", "ticket status", "case status", "issue status", "current status",
            "zustand", "bearbeitungsstatus", "statut", "état", "estado", "stato", "staat",
            "company response",
        ),
        "resolution": (
            "resolution", "resolution code", "close code", "closure code", "close reason",
            "outcome", "state reason", "lösung", "ergebnis", "résolution", "resolución",
            "risoluzione", "oplossing",
        ),
        "reported_type": (
            "reported type", "type", "issue type", "issuetype", "ticket type", "case type",
            "request type", "kind", "category", "categorie", "classification", "vorgangstyp", "typ",
            "art", "kategorie", "type de demande", "catégorie", "tipo", "categoría", "categoria",
            "soort", "tracker", "issue", "topic group", "label", "class",
        ),
        "priority": (
            "priority", "severity", "urgency", "priorität", "prio", "dringlichkeit", "priorité",
            "prioridad", "urgencia", "priorità", "prioriteit",
        ),
        "product": (
            "product", "product name", "component", "components", "app", "application", "service",
            "project", "module", "repo", "repository", "package", "affected service", "produkt",
            "anwendung", "projekt", "produit", "produit concerné", "producto", "prodotto",
            "brand", "airline", "app name",
        ),
        "channel": (
            "channel", "via", "origin", "contact type", "medium", "ticket channel", "via channel",
            "submitted via", "contact method", "kanal", "eingangskanal", "canal", "canale", "kanaal",
        ),
        "asker": (
            "asker", "requester", "requester id", "requester name", "requester email", "reporter",
            "author", "author id", "customer email", "customer name", "user id", "user", "username",
            "user name", "caller", "contact", "contact id", "contact name", "submitter", "email",
            "reviewer", "created by", "from", "melder", "antragsteller", "ersteller", "kunde",
            "autor", "demandeur", "auteur", "solicitante", "richiedente", "autore", "aanvrager",
            "melder naam", "screen name", "caller id", "opened by",
        ),
        "customer": (
            "customer", "customer id", "account", "account name", "account id", "company",
            "organization", "organisation", "organization id", "organization name", "client",
            "firma", "unternehmen", "kundennummer", "kundenname", "entreprise", "société",
            "empresa", "cliente", "azienda", "bedrijf", "klant",
        ),
        "role": ("role", "user role", "rolle", "rôle", "rol", "ruolo"),
        "standing": ("standing", "plan", "tier", "segment", "customer tier", "subscription"),
        "language": ("language", "lang", "locale", "sprache", "langue", "idioma", "lingua", "taal",
                     "reviewer language"),
        "satisfaction": (
            "satisfaction", "csat", "rating", "stars", "star rating", "score", "satisfaction score",
            "satisfaction rating", "customer satisfaction rating", "bewertung", "zufriedenheit",
            "sterne", "note client", "satisfacción", "puntuación", "valutazione", "punteggio",
            "waardering", "beoordeling",
        ),
        "effort_minutes": (
            "effort minutes", "minutes spent", "time spent minutes", "handling minutes",
            "work minutes", "aufwand minuten", "minuten", "minutes", "effort min",
            "handle time minutes",
        ),
        "effort_hours": (
            "effort hours", "hours spent", "hours", "time spent hours", "stunden",
            "aufwand stunden", "heures", "horas", "ore", "uren", "hours worked", "effort h",
        ),
        "cost": ("cost", "kosten", "coût", "coste", "costo"),
        "labels": ("labels", "tags", "label list", "keywords", "schlagwörter", "étiquettes",
                   "etiquetas", "etichette", "tag", "label", "category", "categories"),
        "url": ("url", "link", "html url", "permalink", "web url", "ticket url"),
        "duplicate_of": ("duplicate of", "duplicateof", "dupe of", "merged into", "dublette von"),
        "follows": ("follows", "follow up of", "followup of", "via followup source id",
                    "previous ticket"),
        "reopen_count": ("reopens", "reopened", "reopen count", "reopened count", "reopenings",
                         "times reopened"),
        "first_reply_minutes": ("first reply minutes", "first reply time in minutes",
                                "first response minutes", "first response time in minutes"),
        "full_resolution_minutes": ("full resolution minutes", "full resolution time in minutes",
                                    "resolution minutes", "resolution time in minutes"),
    }
)  # fmt: skip
TIME_FIELDS = ("asked_at", "responded_at", "resolved_at", "closed_at", "updated_at")
FIGURE_FIELDS = ("reopen_count", "first_reply_minutes", "full_resolution_minutes")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def plain(name: str) -> str:
    """Return a column's name as names are compared: in words, without case or marks.

    >>> plain("createdAt"), plain("Ticket-Nr."), plain("Date received")
    ('created at', 'ticket nr', 'date received')
    """
    words = unicodedata.normalize("NFC", _CAMEL.sub(" ", name.strip())).lower()
    return " ".join(re.sub(r"[\W_]+", " ", words).split())


def _fields_of() -> dict[str, list[tuple[str, int]]]:
    fields: dict[str, list[tuple[str, int]]] = {}
    for field, names in FIELD_NAMES.items():
        for rank, name in enumerate(names):
            fields.setdefault(name, []).append((field, rank))
    return fields


# Some names are claimed by several fields; what the column holds decides between them.
FIELDS_OF: Mapping[str, Sequence[tuple[str, int]]] = MappingProxyType(_fields_of())
