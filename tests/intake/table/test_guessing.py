from typing import Any

import pytest

from cynosure.intake.table.guessing import ChangesWithoutDemands, NothingToRead, guess_mapping


def guessed(*rows: dict[str, Any]) -> dict[str, str]:
    fields = list(dict.fromkeys(name for row in rows for name in row))
    mapping = guess_mapping("a.csv", fields, rows)
    return {field: columns[0] for field, columns in mapping.columns.items()}


class TestGuessMapping:
    @pytest.mark.parametrize(
        "names",
        [
            ("id", "title", "created_at", "resolved_at", "status", "priority"),
            ("Ticket ID", "Subject", "Created date", "Resolved", "State", "Severity"),
            ("Ticket-Nr.", "Betreff", "Erstellt am", "Gelöst am", "Zustand", "Priorität"),
            ("Numéro", "Sujet", "Date de création", "Résolu le", "Statut", "Priorité"),
            ("Número", "Asunto", "Fecha de creación", "Resuelto el", "Estado", "Prioridad"),
            ("Numero", "Oggetto", "Data di creazione", "Risolto il", "Stato", "Priorità"),
            ("Zaaknummer", "Onderwerp", "Aanmaakdatum", "Opgelost op", "Status", "Prioriteit"),
        ],
        ids=["plain", "desk", "German", "French", "Spanish", "Italian", "Dutch"],
    )
    def test_knows_headers_in_several_languages(self, names: tuple[str, ...]) -> None:
        cells = ("7", "Login fails", "2026-02-28", "2026-03-01", "Closed", "high")

        assert guessed(dict(zip(names, cells, strict=True))) == dict(
            zip(
                ("source_id", "title", "asked_at", "resolved_at", "status", "priority"),
                names,
                strict=True,
            )
        )

    def test_looks_at_the_cells_before_it_believes_a_name(self) -> None:
        rows = [
            {"id": str(number % 3), "State": "CA", "Created": "by hand", "text": "It fails again"}
            for number in range(30)
        ]

        assert guessed(*rows) == {"body": "text"}

    def test_finds_times_and_words_by_what_they_are(self) -> None:
        row = {"a": "28/02/2026", "b": "I cannot log in since the update", "c": "x"}

        assert guessed(row) == {"asked_at": "a", "body": "b"}

    def test_finds_them_without_a_header(self) -> None:
        rows = [
            {"column 1": str(n), "column 2": f"It fails number {n} again", "column 3": "2026-02-28"}
            for n in range(30)
        ]

        assert guessed(*rows) == {
            "source_id": "column 1",
            "body": "column 2",
            "asked_at": "column 3",
        }

    def test_opens_nested_records(self) -> None:
        row = {"id": 1, "fields": {"summary": "It fails", "created": "2026-02-28T10:00:00Z"}}

        assert guessed(row) == {
            "source_id": "id",
            "title": "fields.summary",
            "asked_at": "fields.created",
        }

    def test_takes_lists_for_labels_and_words_for_a_type(self) -> None:
        assert guessed({"title": "It fails", "label": "['bug', 'ui']"})["labels"] == "label"
        assert guessed({"title": "It fails", "label": "bug"})["reported_type"] == "label"

    def test_refuses_a_history_of_fields(self) -> None:
        row = {
            "key": "A-1",
            "field": "status",
            "from": "Open",
            "to": "Done",
            "created": "2026-01-01",
        }

        with pytest.raises(ChangesWithoutDemands, match="without creation times is no event log"):
            guessed(row)

    def test_refuses_a_table_of_neither_words_nor_times(self) -> None:
        with pytest.raises(NothingToRead, match=r"columns: 'a', 'b'.*--mapping"):
            guessed({"a": "1", "b": "2"})
