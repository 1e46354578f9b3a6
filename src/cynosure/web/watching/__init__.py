"""What a server tells those who run it: whether it lives, how it does, and a log without persons."""
