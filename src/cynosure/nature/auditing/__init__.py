"""People judge random demands, and listen to contacts."""
