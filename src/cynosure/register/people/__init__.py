"""Who may do what: people, workspaces, members, tokens, and the trail of what was done."""
