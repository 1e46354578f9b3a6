"""What the register keeps, one module per capability."""

from cynosure.register.models.audit import AuditDraw, AuditLabel

__all__ = ["AuditDraw", "AuditLabel"]
