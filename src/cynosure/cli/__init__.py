"""The command, one module a capability."""
