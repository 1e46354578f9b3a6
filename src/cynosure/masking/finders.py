"""All that reads a text, the surest first, each with a look that tells where it need not read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from cynosure.masking import (
    accounts,
    credentials,
    identities,
    keys,
    mail,
    networks,
    numbers,
    passwords,
    postal,
    telephones,
)
from cynosure.masking.found import Found


class Finder(NamedTuple):
    """A function that yields what it finds, and a pattern without which it finds nothing.

    The look is written for RE2: its time grows with the length of a text and
    nothing else, and Arrow runs it over a column without making Python's strings.
    It may be wider than the finder, never narrower; a law of the tests holds that.
    """

    look: str
    find: Callable[[str], Iterator[Found]]


def _finder(find: Callable[[str], Iterator[Found]], looks: tuple[str, ...]) -> Finder:
    return Finder("|".join(f"(?:{look})" for look in looks), find)


FINDERS: tuple[Finder, ...] = (
    _finder(keys.find_keys, keys.LOOK),
    _finder(credentials.find_credentials, credentials.LOOK),
    _finder(passwords.find_passwords, passwords.LOOK),
    _finder(mail.find_mail, mail.LOOK),
    _finder(identities.find_identities, identities.LOOK),
    _finder(numbers.find_numbers, numbers.LOOK),
    _finder(accounts.find_accounts, accounts.LOOK),
    _finder(networks.find_networks, networks.LOOK),
    _finder(telephones.find_telephones, telephones.LOOK),
    _finder(postal.find_postal, postal.LOOK),
)

# Where case does not matter, Python takes these for i, s and k, and RE2 does not
# for all of them: a text that has one is read by every finder.
ODD_LETTERS = "[ıİſ\u212a]"
