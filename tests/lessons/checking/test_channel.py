"""The judge reads only what it can hold, and never waits for ever."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator

import msgspec
import pytest

from lessons.checking.channel import (
    LARGEST_MESSAGE,
    Channel,
    ClosedError,
    GarbledError,
)
from lessons.checking.messages import Reply, Returned
from lessons.checking.values import LARGEST, PackingError

Pair = tuple[Channel[Reply], socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Channel(ours, Reply), theirs


def frame(body: bytes, sizes: tuple[int, ...] = ()) -> bytes:
    return struct.pack(f">II{len(sizes)}I", len(body), len(sizes), *sizes) + body


def test_a_message_arrives_with_its_arrays(pair: Pair) -> None:
    channel, theirs = pair
    Channel(theirs, Reply).send(Returned([1, "a"]), (b"xy", b""))
    assert channel.receive() == (Returned([1, "a"]), (b"xy", b""))


@pytest.mark.parametrize(
    "sent",
    [
        b"\xff" * 8,
        struct.pack(">II", LARGEST_MESSAGE + 1, 0),
        struct.pack(">II", 1, 2**31),
        frame(b"", (LARGEST, 1)),
        frame(b"no message"),
        frame(msgspec.msgpack.encode({"type": "Judgement", "outcome": "passed"})),
        frame(msgspec.msgpack.encode({"type": "Raised", "kinds": "x", "message": "y"})),
        frame(b"\x82\xa4type\xa8Returned\xa5value" + b"\x91" * 200_000),
    ],
)
def test_what_is_no_message_is_refused_before_it_is_kept(pair: Pair, sent: bytes) -> None:
    channel, theirs = pair
    theirs.sendall(sent)
    with pytest.raises(GarbledError):
        channel.receive()


def test_half_a_frame_is_no_message(pair: Pair) -> None:
    channel, theirs = pair
    theirs.sendall(frame(b"12345678")[:-3])
    theirs.shutdown(socket.SHUT_WR)
    with pytest.raises(ClosedError):
        channel.receive()


def test_while_nothing_comes_the_limits_are_looked_at() -> None:
    class EnoughError(Exception):
        pass

    def enough() -> None:
        raise EnoughError

    ours, theirs = socket.socketpair()
    with ours, theirs:
        channel: Channel[Reply] = Channel(ours, Reply, enough)
        with pytest.raises(EnoughError):
            channel.receive()
        with pytest.raises(EnoughError):
            channel.send(Returned(None), (bytes(1 << 24),))


def test_what_is_too_large_is_not_sent(pair: Pair) -> None:
    channel, _ = pair
    with pytest.raises(PackingError):
        channel.send(Returned("x" * (LARGEST_MESSAGE + 1)))
