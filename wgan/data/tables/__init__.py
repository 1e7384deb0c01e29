"""Tables that say of which class each file is."""
