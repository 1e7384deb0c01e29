"""Whether a GPU computes what the CPU does, and how fast: `make gpu-check`."""
