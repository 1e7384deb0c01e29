"""Training and sampling of Wasserstein GANs with TensorFlow and Keras."""
