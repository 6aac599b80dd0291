"""FedAvg in numpy: arguments are the form, then `memory`, or `files` and the folder of the updates."""

import functools
import hashlib
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from contestant import serve

UPDATES, TENSORS, SIDE = 16, 16, 1024
COUNTS = [100 + 7 * update for update in range(UPDATES)]
TOTAL = sum(COUNTS)
BLOCK = 32768  # floats: two blocks fit the second-level cache, and a call's cost vanishes
BLOCK_DOUBLE = 16384


def values(update, tensor):
    """The numbers of FedAvg/Updates.cs."""
    i = np.arange(SIDE * SIDE, dtype=np.int64)
    numbers = (i * 31 + tensor * 17 + update * 101) % 2003 - 1001
    return (numbers.astype(np.float32) * np.float32(1 / 1024)).reshape(SIDE, SIDE)


def file(folder, update):
    return os.path.join(folder, f"update-{update:02d}.safetensors")


def tensors(data):
    """The arrays of a safetensors file, as views."""
    length = int.from_bytes(bytes(data[:8]), "little")
    header = json.loads(bytes(data[8 : 8 + length]))
    header.pop("__metadata__", None)
    begin = 8 + length
    return [
        np.frombuffer(data, np.float32, SIDE * SIDE, begin + entry["data_offsets"][0]).reshape(entry["shape"])
        for _, entry in sorted(header.items())
    ]


def read(path):
    with open(path, "rb") as stream:
        return tensors(stream.read())


def view(path):
    return tensors(np.memmap(path, np.uint8, "r"))


def flower(updates):
    """The server step as Flower has written it from the start: every layer times its client's count, then the sum."""
    weighted = [[layer * count for layer in weights] for weights, count in zip(updates, COUNTS)]
    return [functools.reduce(np.add, layers) / TOTAL for layers in zip(*weighted)]


def flower_in_place(updates):
    """The server step that Flower's FedAvg takes by default since 2024: shares first, each layer in its own place.

    There every update is an array made anew from the message's bytes, so that its place is free to be written to.
    """
    shares = [count / TOTAL for count in COUNTS]
    average = [np.multiply(layer, shares[0], out=layer) for layer in (np.array(layer) for layer in updates[0])]
    for weights, share in zip(updates[1:], shares[1:]):
        for total, layer in zip(average, weights):
            layer = np.array(layer)
            np.add(total, np.multiply(layer, share, out=layer), out=total)
    return average


def blocked_layer(layers):
    """One layer, a block at a time: the sum and the product never leave the cache."""
    shares = [np.float32(count / TOTAL) for count in COUNTS]
    flat = [layer.reshape(-1) for layer in layers]
    average, product = np.empty(SIDE * SIDE, np.float32), np.empty(BLOCK, np.float32)
    for start in range(0, SIDE * SIDE, BLOCK):
        part = slice(start, start + BLOCK)
        total = average[part]
        np.multiply(flat[0][part], shares[0], out=total)
        for layer, share in zip(flat[1:], shares[1:]):
            np.add(total, np.multiply(layer[part], share, out=product), out=total)
    return average


def blocked(updates):
    return [blocked_layer(layers) for layers in zip(*updates)]


def blocked_threads(updates):
    """numpy gives up the interpreter's lock while it computes."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(blocked_layer, zip(*updates)))


def blocked_double(updates):
    """The same with sums in double precision, as FedK8s takes them."""
    total, product = np.empty(BLOCK_DOUBLE), np.empty(BLOCK_DOUBLE)
    averages = []
    for layers in zip(*updates):
        flat = [layer.reshape(-1) for layer in layers]
        average = np.empty(SIDE * SIDE, np.float32)
        for start in range(0, SIDE * SIDE, BLOCK_DOUBLE):
            part = slice(start, start + BLOCK_DOUBLE)
            np.multiply(flat[0][part], COUNTS[0], out=total, dtype=np.float64)
            for layer, count in zip(flat[1:], COUNTS[1:]):
                np.add(total, np.multiply(layer[part], count, out=product, dtype=np.float64), out=total)
            np.divide(total, TOTAL, out=total)
            average[part] = total
        averages.append(average)
    return averages


FORMS = {
    "flower": (flower, read),
    "flower-in-place": (flower_in_place, read),
    "blocked": (blocked, view),
    "blocked-threads": (blocked_threads, view),
    "blocked-double": (blocked_double, view),
}


def main(form, source, folder=None):
    average, open_file = FORMS[form]
    result = []

    def from_memory():
        result[:] = average(updates)

    def from_files():
        result[:] = average([open_file(file(folder, update)) for update in range(UPDATES)])
        digest = hashlib.sha256()  # a result that nobody can verify is not what FedK8s writes
        with open(os.path.join(folder, f"{form}.bin"), "wb") as stream:
            for layer in result:
                stream.write(layer.data)
                digest.update(layer.data)
            stream.flush()
            os.fsync(stream.fileno())

    if source == "memory":
        updates = [[values(update, tensor) for tensor in range(TENSORS)] for update in range(UPDATES)]
    serve(
        from_memory if source == "memory" else from_files,
        lambda: {"checksum": float(np.mean([np.mean(np.square(layer, dtype=np.float64)) for layer in result]))},
    )


main(*sys.argv[1:])
