"""A laboratory for Wasserstein GANs: arrays in, arrays out."""
