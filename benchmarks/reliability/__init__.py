"""What is left when things are killed."""
