"""What sources said, on Delta."""
