"""Several runs beside each other: what differs, which is best, and what may be chance."""
