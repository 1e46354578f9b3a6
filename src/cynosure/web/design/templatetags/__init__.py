"""What templates of all rooms may say."""
