"""The one exception that means: the input is at fault, not the program; and how to word it."""


class InputError(Exception):
    """Data or parameters that can't be used.

    The message is one line. It names the file or parameter, its value, and what is accepted.
    """


def reason(error: Exception) -> str:
    """What a library's error says, in one line; its name where it says nothing."""
    return " ".join(str(error).split()) or type(error).__name__
