"""What the register keeps, one module per capability."""

from cynosure.register.models.audit import AuditDraw, AuditLabel
from cynosure.register.models.decisions import Decision

__all__ = ["AuditDraw", "AuditLabel", "Decision"]
