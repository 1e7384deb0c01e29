"""Pixels out of image files, on all cores, each a square of the wanted look."""
