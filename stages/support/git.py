"""What git says of this folder."""

import subprocess


def git(*words: str) -> str | None:
    """What git says; None where it can't."""
    try:
        done = subprocess.run(
            ["git", *words], capture_output=True, encoding="utf-8", errors="replace", check=False
        )
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
