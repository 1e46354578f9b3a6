"""Pages and API: a team sees its demand, corrects it, audits it, and lets machines in."""
