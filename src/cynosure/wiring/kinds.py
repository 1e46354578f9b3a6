"""What the kinds of jobs are called, for who asks for them and who does them."""

from __future__ import annotations

from typing import Final

RETELL: Final = "retell"  # bring the figures of all pages up to date
MOVE: Final = "move"  # from the inbox into the store
TAKE_IN: Final = "take-in"  # files that were sent by a page
ERASE: Final = "erase"  # a person
JUDGE: Final = "judge-labellers"
LEARN: Final = "learn"  # from what people decided
OFFER: Final = "offer"  # the demands that would teach most
DRAW: Final = "draw"  # the sample of an audit
REGROUP: Final = "regroup"  # find themes anew, to propose
FOUND: Final = "found"  # one theme that was proposed
UNDO: Final = "undo"  # an import
