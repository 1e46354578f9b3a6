"""What the register keeps, one module per capability."""

from cynosure.register.models.audit import AuditDraw, AuditLabel, AuditStratum, DrawnDemand
from cynosure.register.models.decisions import Decision
from cynosure.register.models.inbox import Delivery, WebhookSecret
from cynosure.register.models.jobs import Job
from cynosure.register.models.listening import ListenedContact
from cynosure.register.models.remedies import Remedy
from cynosure.register.models.themes import ThemeAct
from cynosure.register.models.views import SavedView
from cynosure.register.models.weights import Weight

__all__ = [
    "AuditDraw",
    "AuditLabel",
    "AuditStratum",
    "Decision",
    "Delivery",
    "DrawnDemand",
    "Job",
    "ListenedContact",
    "Remedy",
    "SavedView",
    "ThemeAct",
    "WebhookSecret",
    "Weight",
]
