"""Evidence about a generator: does it copy, has its loss converged, how good is it. NumPy alone."""
