"""What is fetched from elsewhere, one folder each; only where somebody asks for it."""
