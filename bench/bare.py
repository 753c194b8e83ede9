"""The CPU of a bare request by requests, in a process of its own: ``python -m bench.bare URL COUNT PACE``."""

import subprocess
import sys
import time

import requests

from bench.processes import PYTHON

_WARM_UP = 200


def bare_cpu(url: str, count: int, pace: float = 0.0) -> float:
    """CPU seconds, user and system, of one ``Session.send`` of a prepared request on a new connection.

    One after the other, or with a ``pace`` so many a second: a processor that was idle in between is
    slower, so a request costs more then.
    """
    command = [PYTHON, "-m", "bench.bare", url, str(count), str(pace)]
    return float(subprocess.run(command, capture_output=True, text=True, timeout=300, check=True).stdout)


def _send(session: requests.Session, prepared: requests.PreparedRequest, count: int, pace: float) -> float:
    before, turn = time.process_time(), time.monotonic()
    for _ in range(count):
        session.send(prepared).raise_for_status()
        if pace:
            turn += 1 / pace
            time.sleep(max(turn - time.monotonic(), 0.0))
    return (time.process_time() - before) / count


def _main(url: str, count: int, pace: float) -> None:
    prepared = requests.Request("GET", url, headers={"Connection": "close"}).prepare()
    with requests.Session() as session:
        _send(session, prepared, _WARM_UP, 0.0)
        print(_send(session, prepared, count, pace))


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
