"""From a source of images to three splits of one size and scale."""
