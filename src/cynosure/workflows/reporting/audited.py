"""The report's part on the audit: what people judged, and how right the classifier is here."""

from __future__ import annotations

from cynosure.nature.auditing.agreement import Agreement
from cynosure.reports.content import Agreed, Audited
from cynosure.statistics import Kappa
from cynosure.workflows.auditing import audit_findings
from cynosure.workflows.reporting.asking import Asking

AIM = 0.03  # half the width that an audit is told it can reach


def audited(asking: Asking, agreement: Agreement | None) -> Audited | None:
    """Return what the audit tells of the demands that the report is about; None without one."""
    if asking.audit is None:
        return None
    found = audit_findings(
        asking.telling.facts,
        asking.engine,
        agreement,
        period=asking.period,
        audit=asking.audit,
        range_of=asking.range_of,
    )
    apart = len(agreement.apart) if agreement else 0
    return Audited(
        labels=len(asking.audit.judged),
        strata=asking.audit.strata,
        rightness=found.rightness,
        causes=found.causes,
        more_for_three_points=found.more_for(AIM),
        second=(
            (
                _agreed("nature", agreement.nature),
                _agreed("cause or want, where both gave one", agreement.code),
            )
            if agreement
            else ()
        ),
        apart=apart,
        arrived=found.arrived,
    )


def _agreed(on: str, found: Kappa) -> Agreed:
    return Agreed(
        on=on, n=found.n, same=found.same, kappa=found.kappa, low=found.low, high=found.high
    )
