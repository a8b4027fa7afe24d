"""grpcio with the settings that it has by default: each kind of call, metadata, a pause, an orderly close.

python-client.py HOST:PORT; what it did is counted, and told as JSON.
"""

import json
import sys
import time

import grpc

UNARY_CALLS = 200
STREAM_CALLS = 20
MESSAGES = 10
# Larger than the windows of 65,535 bytes that both sides begin with.
LARGE_BYTES = 200_000
PAUSE_SECONDS = 3
DEADLINE_SECONDS = 10
METADATA = (("x-request-id", "python"), ("x-data-bin", b"\x00\x01\xff"))

SERVICE = "/sre.echo.v1.EchoService/"


def varint(value: int) -> bytes:
    encoded = b""
    while value > 0x7F:
        encoded += bytes([value & 0x7F | 0x80])
        value >>= 7
    return encoded + bytes([value])


def echo_request(message: str) -> bytes:
    """EchoRequest { string message = 1; }"""
    text = message.encode()
    return b"\x0a" + varint(len(text)) + text


SMALL = echo_request("hello")
LARGE = echo_request("x" * LARGE_BYTES)


def unary(channel: grpc.Channel) -> None:
    call = channel.unary_unary(SERVICE + "Echo")
    assert call(SMALL, timeout=DEADLINE_SECONDS, metadata=METADATA).startswith(SMALL)


def large_unary(channel: grpc.Channel) -> None:
    assert channel.unary_unary(SERVICE + "Echo")(LARGE).startswith(LARGE)


def server_stream(channel: grpc.Channel) -> None:
    assert len(list(channel.unary_stream(SERVICE + "EchoServerStream")(SMALL))) == 3


def client_stream(channel: grpc.Channel) -> None:
    call = channel.stream_unary(SERVICE + "EchoClientStream")
    assert call(iter([SMALL] * MESSAGES)).startswith(SMALL)


def bidi_stream(channel: grpc.Channel) -> None:
    call = channel.stream_stream(SERVICE + "EchoBidiStream")
    assert len(list(call(iter([SMALL] * MESSAGES), metadata=METADATA))) == MESSAGES


def main(address: str) -> None:
    calls = 0
    with grpc.insecure_channel(address) as channel:
        for turn in range(2):
            time.sleep(turn * PAUSE_SECONDS)
            for kind, times in (
                (unary, UNARY_CALLS),
                (large_unary, STREAM_CALLS),
                (server_stream, STREAM_CALLS),
                (client_stream, STREAM_CALLS),
                (bidi_stream, STREAM_CALLS),
            ):
                for _ in range(times):
                    kind(channel)
                    calls += 1
    print(json.dumps({"connections": 1, "calls": calls}))


main(*sys.argv[1:])
