"""What the stages share: options, paths, files, signs of life."""
