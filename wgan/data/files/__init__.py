"""Files in a folder or an archive, and the images among them."""
