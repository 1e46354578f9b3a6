"""The REST API: programs send demand, ask for figures and correct them."""
