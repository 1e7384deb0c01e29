"""Pictures and the page that a person reads: numbers in, files out."""
