"""Keys for addresses that need one, from where their publishers' own tools look; never from params.yaml."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from requests import PreparedRequest

Auth = Callable[["PreparedRequest"], "PreparedRequest"] | tuple[str, str] | None

_WAYS = {
    "kaggle.com": "make a token on kaggle.com under Settings, API, and put it into KAGGLE_API_TOKEN, or "
    "kaggle.json into ~/.kaggle; the terms of the data may have to be accepted on its page",
    "huggingface.co": "make a token on huggingface.co under Settings, Access Tokens, and put it into "
    "HF_TOKEN; the terms of the data may have to be accepted on its page",
}


def credentials(url: str) -> Auth:
    """What to identify with at this address: of Kaggle and Hugging Face, over https alone."""
    parts = urlsplit(url)
    publisher = _publisher(parts.hostname or "")
    if parts.scheme != "https" or not publisher:
        return None
    return _kaggle() if publisher == "kaggle.com" else _hugging_face()


def how_to_get_in(url: str) -> str:
    """Where a person gets a key, and where it is looked for."""
    publisher = _publisher(urlsplit(url).hostname or "")
    return _WAYS.get(publisher, "download it by hand and give the path of the file")


def _publisher(host: str) -> str:
    return next((name for name in _WAYS if host == name or host.endswith(f".{name}")), "")


def _kaggle() -> Auth:
    folder = Path(os.environ.get("KAGGLE_CONFIG_DIR") or Path.home() / ".kaggle")
    token = os.environ.get("KAGGLE_API_TOKEN") or _read(folder / "access_token")
    if token:
        return _bearer(token)
    user, key = os.environ.get("KAGGLE_USERNAME"), os.environ.get("KAGGLE_KEY")
    if not (user and key):
        try:
            known = json.loads(_read(folder / "kaggle.json"))
            user, key = known["username"], known["key"]
        except (ValueError, KeyError, TypeError):
            return None
    return str(user), str(key)


def _hugging_face() -> Auth:
    home = os.environ.get("HF_HOME") or Path.home() / ".cache" / "huggingface"
    place = Path(os.environ.get("HF_TOKEN_PATH") or Path(home) / "token")
    token = os.environ.get("HF_TOKEN") or _read(place)
    return _bearer(token) if token else None


def _bearer(token: str) -> Auth:
    def sign(request: "PreparedRequest") -> "PreparedRequest":
        # requests takes it away where a redirection leads to another host
        request.headers["Authorization"] = f"Bearer {token.strip()}"
        return request

    return sign


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""
