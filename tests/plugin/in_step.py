# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Two server processes are sent requests at the same moment, pair by pair."""

import http.client
import multiprocessing
from collections.abc import Sequence
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from urllib.parse import urlsplit

Order = tuple[bytes | str, dict[str, str]]
Answer = tuple[int, bytes]


def _send(
    url: str, path: str, orders: Sequence[Order], step: Barrier, answers: "Queue[list[Answer]]"
) -> None:
    """In a process of its own: post one order after another, each when the other is ready too."""
    found = []
    for body, headers in orders:
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        connection.connect()
        step.wait()
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        found.append((answer.status, answer.read()))
        connection.close()
    answers.put(found)


def send_pairs(
    urls: Sequence[str], path: str, pairs: Sequence[tuple[Order, Order]]
) -> list[tuple[Answer, Answer]]:
    """Post both halves of each pair at once, to two servers; status and body of each answer.

    :return: pairs of answers, of whichever server came first
    """
    context = multiprocessing.get_context("fork")
    step, answers = context.Barrier(2), context.Queue()
    senders = [
        context.Process(target=_send, args=(url, path, orders, step, answers))
        for url, orders in zip(urls, zip(*pairs, strict=True), strict=True)
    ]
    for sender in senders:
        sender.start()
    found = [answers.get(timeout=300) for _sender in senders]
    for sender in senders:
        sender.join()
    return list(zip(*found, strict=True))
