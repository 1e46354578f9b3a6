"""What is written for people is true: links, commands, pages and examples."""
