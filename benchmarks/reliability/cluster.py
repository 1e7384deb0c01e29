"""Several workers of one cluster on this machine."""

import json
import socket


def environments(count: int) -> list[dict[str, str]]:
    """TF_CONFIG for each of `count` workers, on free ports of 127.0.0.1; nothing for one alone."""
    if count == 1:
        return [{}]
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    cluster = {"worker": [f"127.0.0.1:{each.getsockname()[1]}" for each in sockets]}
    for each in sockets:
        each.close()
    tasks = [{"type": "worker", "index": index} for index in range(count)]
    return [{"TF_CONFIG": json.dumps({"cluster": cluster, "task": task})} for task in tasks]
