"""ServiceNow incidents: Table API, list exports, and logs with a row for each update."""

from cynosure.intake.shapes.servicenow.shape import SERVICENOW, ServiceNow

__all__ = ["SERVICENOW", "ServiceNow"]
