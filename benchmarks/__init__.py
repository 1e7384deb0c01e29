"""Measurements: what the figures in README and docs come from."""
