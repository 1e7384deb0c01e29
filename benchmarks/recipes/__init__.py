"""What the published systems give."""
