"""One pair of networks a file: which images it takes, `SIZES`, and what makes it, `build`."""
