"""What needs two core packages."""
