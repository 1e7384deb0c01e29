"""Files that hold a whole array of images or labels."""
