"""The one exception that means: the input is at fault, not the program."""


class InputError(Exception):
    """Data or parameters that can't be used.

    The message is one line. It names the file or parameter, its value, and what is accepted.
    """
