"""The invented company's customers: firms, the people in them, and what they fill in."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

FIRST_NAMES = (
    "Anna", "Bela", "Carla", "Dario", "Elif", "Frida", "Goran", "Hana", "Ivo", "Jana",
    "Karim", "Lea", "Milan", "Nora", "Oskar", "Pia", "Rosa", "Samir", "Tilda", "Umut",
)  # fmt: skip
LAST_NAMES = (
    "Albers", "Brandt", "Castell", "Dorn", "Ekwall", "Falk", "Grau", "Holm", "Iversen", "Jonas",
    "Keller", "Lund", "Marek", "Nilsen", "Orban", "Peters", "Quist", "Radu", "Sander", "Thoma",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
BROWSERS = ("Firefox", "Chrome", "Safari", "Edge")
PEOPLE_A_FIRM = 5


def name_of(person: int) -> str:
    """Return the invented name of a person.

    >>> name_of(21)
    'Bela Brandt'
    """
    first = FIRST_NAMES[person % len(FIRST_NAMES)]
    return f"{first} {LAST_NAMES[person // len(FIRST_NAMES) % len(LAST_NAMES)]}"


def mail_of(person: int) -> str:
    """Return the invented address of a person; `example` is nobody's domain.

    >>> mail_of(21)
    'bela.brandt.21@firm4.example'
    """
    name = name_of(person).lower().replace(" ", ".")
    return f"{name}.{person}@firm{person // PEOPLE_A_FIRM}.example"


def fillings(rng: np.random.Generator, people: NDArray[np.int64]) -> list[Mapping[str, str]]:
    """Return, for each demand, what stands in the gaps of its text."""
    n = len(people)
    invoices = rng.integers(10_000, 99_999, n)
    amounts = rng.integers(15, 2_400, n)
    versions = rng.integers(0, 40, n)
    weekdays = rng.integers(0, len(WEEKDAYS), n)
    browsers = rng.integers(0, len(BROWSERS), n)
    phones = rng.integers(0, 100, n)  # 0151 555 01xx is kept free for fiction
    return [
        {
            "invoice": f"INV-{invoices[i]}",
            "amount": f"{amounts[i]}.50 EUR",
            "version": f"4.{versions[i]}.1",
            "weekday": WEEKDAYS[weekdays[i]],
            "browser": BROWSERS[browsers[i]],
            "name": name_of(int(people[i])),
            "mail": mail_of(int(people[i])),
            "phone": f"+49 30 23125 {phones[i]:03d}",
        }
        for i in range(n)
    ]
