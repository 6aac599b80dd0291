"""Writes the safetensors reference vectors, by hand: struct and json only, no safetensors package.

    python3 tests/reference/safetensors_reference.py

The layout follows the format's description (github.com/huggingface/safetensors, README, "Format"). The expected values are
what the numbers mean, worked out here: exact fractions for bf16, struct's own half precision for f16.
"""

import json
import struct
from fractions import Fraction
from pathlib import Path

VECTORS = Path(__file__).parent / "vectors"


def nearest_bfloat16(value: float) -> int:
    """The bits of the bfloat16 nearest to value, ties to even: chosen among the neighbours by exact distance."""
    bits = struct.unpack("<I", struct.pack("<f", value))[0]
    below = bits >> 16
    candidates = (below, below + 1)
    exact = Fraction(struct.unpack("<f", struct.pack("<f", value))[0])
    return min(candidates, key=lambda c: (abs(Fraction(float_of_bfloat16(c)) - exact), c & 1))


def float_of_bfloat16(bits: int) -> float:
    return struct.unpack("<f", struct.pack("<I", bits << 16))[0]


def pack(dtype: str, values: list) -> bytes:
    if dtype == "BF16":
        return b"".join(struct.pack("<H", nearest_bfloat16(v)) for v in values)
    code = {"F32": "f", "F16": "e", "F64": "d", "I64": "q", "I32": "i", "U8": "B", "BOOL": "?"}[dtype]
    return struct.pack(f"<{len(values)}{code}", *values)


def unpack(dtype: str, data: bytes, count: int) -> list:
    if dtype == "BF16":
        return [float_of_bfloat16(b) for b in struct.unpack(f"<{count}H", data)]
    code = {"F32": "f", "F16": "e", "F64": "d", "I64": "q", "I32": "i", "U8": "B", "BOOL": "?"}[dtype]
    return [int(v) if dtype in ("U8", "BOOL") else v for v in struct.unpack(f"<{count}{code}", data)]


def write(name: str, tensors: list, metadata: dict, pad: bool) -> None:
    header, data, expected = {}, b"", {}
    if metadata:
        header["__metadata__"] = metadata
    for tensor, dtype, shape, values in tensors:
        packed = pack(dtype, values)
        header[tensor] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(packed)]}
        expected[tensor] = {"dtype": dtype, "shape": shape, "values": unpack(dtype, packed, len(values))}
        data += packed
    text = json.dumps(header).encode()
    if pad:
        text += b" " * (-(8 + len(text)) % 8)
    (VECTORS / f"{name}.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)
    document = {"metadata": metadata, "tensors": expected}
    (VECTORS / f"{name}.expected.json").write_text(json.dumps(document, indent=1) + "\n")


def write_bfloat16_rounding() -> None:
    """Pairs of a float and the bfloat16 it must become; ties, neighbours of ties, subnormals, and the largest finite ones."""
    floats = [0.0, -0.0, 1.0, -1.0, 1.00390625, 1.01171875, 1.003906369, 1.0039061307, 3.140625, 0.1, -0.1, 1e-40, -3e-39,
              1e38, 3.3e38, 65504.0, 123456789.0, 2.0**-126, 2.0**-133]
    pairs = [{"float": struct.unpack("<f", struct.pack("<f", f))[0], "bfloat16": nearest_bfloat16(f)} for f in floats]
    (VECTORS / "bfloat16_rounding.json").write_text(json.dumps(pairs, indent=1) + "\n")


def main() -> None:
    VECTORS.mkdir(exist_ok=True)
    ramp = [0.1 * i - 1.0 for i in range(12)]
    write("safetensors_aligned", [
        ("steps", "I64", [3], [0, -(2**63), 2**63 - 1]),
        ("wide", "F64", [2], [0.1, -1e300]),
        ("model.embed_tokens.weight", "F32", [3, 4], ramp),
        ("scalar", "F32", [], [2.5]),
        ("model.norm.weight", "BF16", [2, 3, 2], ramp),
        ("half", "F16", [4], [0.1, -65504.0, 6.0e-8, 1.0]),
        ("mask", "BOOL", [3], [True, False, True]),
        ("empty", "U8", [0, 7], []),
    ], {"format": "pt", "note": "h\u00e9llo \u2713"}, pad=True)
    # Valid, though no tensor is aligned to its element size: an unpadded header and a one-byte tensor in front.
    write("safetensors_misaligned", [
        ("b", "U8", [1], [7]),
        ("a", "F32", [3], [1.5, -2.25, 1e-3]),
        ("c", "BF16", [3], [1.0, 0.1, -3.0]),
        ("d", "I64", [1], [-5]),
        ("n", "I32", [2, 1], [-7, 9]),
    ], {}, pad=False)
    write_bfloat16_rounding()


if __name__ == "__main__":
    main()
