"""How fast, how large, and next to what others give."""
