"""Deliveries: what systems send by themselves, checked, and brought to the form of their exports."""

from cynosure.intake.deliveries.arrived import API, Arrived
from cynosure.intake.deliveries.incoming import import_id_of, imports_of
from cynosure.intake.deliveries.own_form import (
    LONGEST_LINE,
    MOST_LINES,
    Checked,
    Problem,
    check_batch,
    check_one,
)
from cynosure.intake.deliveries.senders import SENDERS, Sender
from cynosure.intake.deliveries.signatures import (
    Forged,
    Headers,
    Identity,
    Nameless,
    OutOfTime,
    Unsigned,
    sign_standard,
)

__all__ = [
    "API",
    "LONGEST_LINE",
    "MOST_LINES",
    "SENDERS",
    "Arrived",
    "Checked",
    "Forged",
    "Headers",
    "Identity",
    "Nameless",
    "OutOfTime",
    "Problem",
    "Sender",
    "Unsigned",
    "check_batch",
    "check_one",
    "import_id_of",
    "imports_of",
    "sign_standard",
]
