"""Take in: any table or JSON becomes demands and events."""
