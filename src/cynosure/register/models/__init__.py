"""What the register keeps, one module per capability."""

from cynosure.register.models.audit import AuditDraw, AuditLabel, AuditStratum, DrawnDemand
from cynosure.register.models.listening import ListenedContact

__all__ = ["AuditDraw", "AuditLabel", "AuditStratum", "DrawnDemand", "ListenedContact"]
