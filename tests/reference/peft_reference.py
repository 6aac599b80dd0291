"""Writes PEFT adapter folders for the tiny decoders of decoder_reference.py, and reads what FedK8s exports and merges.

    python3 tests/reference/peft_reference.py                          writes vectors/peft (needs torch)
    python3 tests/reference/peft_reference.py read BASE [ADAPTER]      prints the logits as JSON

The folders are written from PEFT's documented format (adapter_config.json with the fields of LoraConfig,
adapter_model.safetensors with `base_model.model.<module>.lora_A.weight`). The logits are those of decoder_reference.py's
decoder over base weights W + scale B A, put together here in float64; what is read is read as PEFT would: the configuration
says rank, scale and modules, and a tensor that is missing or too many is an error.
"""

import json
import math
import re
import struct
import sys
from pathlib import Path

import torch

import decoder_reference as decoder

VECTORS = Path(__file__).parent / "vectors" / "peft"
TOKENS = [[3, 1, 4, 1, 5, 9]]
SIZES = {"F32": ("f", 4), "F16": ("e", 2), "BF16": ("H", 2)}

# Each a base model and what its adapter's configuration says besides the defaults.
CASES = {
    "list": ("gqa_tied", {"r": 2, "lora_alpha": 3, "target_modules": ["v_proj", "down_proj", "q_proj"]}, "F32"),
    "rslora": ("gqa_tied", {"r": 4, "lora_alpha": 6, "use_rslora": True, "target_modules": ["k_proj", "o_proj"]}, "BF16"),
    "pattern": ("gqa_tied", {"r": 1, "lora_alpha": 2, "target_modules": r".*\.layers\.1\.(self_attn\.(?!o)|mlp\.)\w+"}, "F16"),
    "all_linear": ("mha_untied", {"r": 2, "lora_alpha": 2, "target_modules": "all-linear", "exclude_modules": ["gate_proj"]},
                   "F32"),
}

# As PEFT 0.15 writes them for a LoRA adapter of a causal language model.
DEFAULTS = {
    "alpha_pattern": {}, "auto_mapping": None, "base_model_name_or_path": "tiny", "bias": "none", "corda_config": None,
    "eva_config": None, "exclude_modules": None, "fan_in_fan_out": False, "inference_mode": True, "init_lora_weights": True,
    "layer_replication": None, "layers_pattern": None, "layers_to_transform": None, "loftq_config": {}, "lora_bias": False,
    "lora_dropout": 0.05, "megatron_config": None, "megatron_core": "megatron.core", "modules_to_save": None,
    "peft_type": "LORA", "rank_pattern": {}, "revision": None, "task_type": "CAUSAL_LM", "trainable_token_indices": None,
    "use_dora": False, "use_rslora": False,
}


def read_tensors(path):
    """A safetensors file by hand: {name: float64 tensor}."""
    data = path.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    tensors = {}
    for name, entry in json.loads(data[8: 8 + size]).items():
        if name == "__metadata__":
            continue
        code, width = SIZES[entry["dtype"]]
        start, end = (8 + size + offset for offset in entry["data_offsets"])
        values = struct.unpack(f"<{(end - start) // width}{code}", data[start:end])
        if entry["dtype"] == "BF16":
            values = [struct.unpack("<f", struct.pack("<I", bits << 16))[0] for bits in values]
        tensors[name] = torch.tensor(values, dtype=torch.float64).reshape(entry["shape"])
    return tensors


def write_tensors(path, tensors, dtype):
    code, _ = SIZES[dtype]
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, tensor in sorted(tensors.items()):
        flat = tensor.reshape(-1).tolist()
        if dtype == "BF16":
            flat = [struct.unpack("<I", struct.pack("<f", value))[0] >> 16 for value in flat]
        part = struct.pack(f"<{len(flat)}{code}", *flat)
        header[name] = {"dtype": dtype, "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(part)]}
        data += part
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def is_meant(which, module):
    if which is None:
        return False
    if which == "all-linear":
        return not module.startswith("lm_head")
    if isinstance(which, str):
        return re.fullmatch(which, module) is not None
    return any(module == name or module.endswith("." + name) for name in which)


def targets(config, weights):
    modules = [name[: -len(".weight")] for name, w in weights.items() if w.dim() == 2 and "embed_tokens" not in name]
    return [m for m in modules if is_meant(config["target_modules"], m) and not is_meant(config["exclude_modules"], m)]


def apply(config, adapter, weights):
    """Base weights with scale B A in them, as arXiv:2106.09685 and, with use_rslora, arXiv:2312.03732 say."""
    scale = config["lora_alpha"] / (math.sqrt(config["r"]) if config["use_rslora"] else config["r"])
    names = {f"base_model.model.{m}.lora_{part}.weight" for m in targets(config, weights) for part in "AB"}
    if names != set(adapter):
        raise SystemExit(f"wanted {sorted(names)}, found {sorted(adapter)}")
    result = dict(weights)
    for module in targets(config, weights):
        a, b = (adapter[f"base_model.model.{module}.lora_{part}.weight"] for part in "AB")
        assert a.shape[0] == b.shape[1] == config["r"]
        result[module + ".weight"] = weights[module + ".weight"] + scale * sum(
            torch.outer(b[:, k], a[k]) for k in range(config["r"]))
    return result


def logits(config, weights):
    return decoder.Reference(config, weights).logits(torch.tensor(TOKENS))


def read_base(folder):
    return json.loads((folder / "config.json").read_text()), read_tensors(folder / "model.safetensors")


def read(base, adapter=None):
    config, weights = read_base(Path(base))
    if adapter is not None:
        settings = json.loads((Path(adapter) / "adapter_config.json").read_text())
        weights = apply(settings, read_tensors(Path(adapter) / "adapter_model.safetensors"), weights)
    print(json.dumps(logits(config, weights).reshape(-1).tolist()))


def write():
    for number, (case, (base, chosen, dtype)) in enumerate(CASES.items()):
        torch.manual_seed(60 + number)
        config = DEFAULTS | chosen
        model, weights = read_base(decoder.VECTORS / base)
        adapter = {}
        for module in targets(config, weights):
            outside, inside = weights[module + ".weight"].shape
            adapter[f"base_model.model.{module}.lora_A.weight"] = 0.5 * torch.randn(config["r"], inside)
            adapter[f"base_model.model.{module}.lora_B.weight"] = 0.5 * torch.randn(outside, config["r"])
        folder = VECTORS / case
        write_tensors(folder / "adapter_model.safetensors", adapter, dtype)
        (folder / "adapter_config.json").write_text(json.dumps(config, indent=2) + "\n")
        merged = apply(config, read_tensors(folder / "adapter_model.safetensors"), weights)
        expected = {"base": base, "tokens": TOKENS, "logits": logits(model, merged).reshape(-1).tolist()}
        (folder / "expected.json").write_text(json.dumps(expected) + "\n")


if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[1] == "read":
        read(*sys.argv[2:])
    else:
        write()
