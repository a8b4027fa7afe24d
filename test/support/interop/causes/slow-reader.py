"""A client on grpcio that asks for a stream and does not read it: as one that waits for something else between two messages.

slow-reader.py <port> <method> <request in hex> <seconds>
"""

import sys
import time

import grpc

port, method, request, seconds = sys.argv[1:]

with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
    call = channel.unary_stream(method)(bytes.fromhex(request))
    next(call)
    time.sleep(float(seconds))
    call.cancel()
