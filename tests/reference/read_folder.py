"""Reads Hugging Face model folders and works out the logits of token ids, independently of FedK8s and of transformers.

    /usr/bin/python3 tests/reference/read_folder.py FOLDER...

Beside a folder's config.json lies ids.json, a list of equally long lists of token ids; for an encoder mask.json may lie there, of
the same shape, with 1 for a row's own tokens and 0 for its filling. The logits go to logits.f64 there: raw float64, little endian, in
the order (row, position, token), of a classifier (row, label). Needs numpy and torch (Debian's python3-torch will do).

The tensors are parsed by hand from model.safetensors, or from the shards that its index names: F32, F16, BF16. Everything is
computed in float64. Families: LlamaForCausalLM, MistralForCausalLM, Qwen2ForCausalLM, Qwen3ForCausalLM (rope scaling: none, linear,
llama3, yarn), GPT2LMHeadModel, BertForSequenceClassification, BertForMaskedLM, RobertaForSequenceClassification,
RobertaForMaskedLM (arXiv:1810.04805, 1907.11692).
"""

import json
import math
import struct
import sys
from pathlib import Path

import numpy
import torch
import torch.nn.functional as F


def parse(path):
    """The tensors of one safetensors file, as float64."""
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8: 8 + length])
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        part = data[begin:end]
        if entry["dtype"] == "BF16":
            bits = numpy.frombuffer(part, "<u2").astype("<u4") << 16      # the upper half of a float32
            values = bits.view("<f4")
        else:
            values = numpy.frombuffer(part, {"F32": "<f4", "F16": "<f2"}[entry["dtype"]])
        tensors[name] = torch.from_numpy(values.astype("f8").reshape(entry["shape"]))
    return tensors


def read_tensors(folder):
    index = folder / "model.safetensors.index.json"
    if not index.exists():
        return parse(folder / "model.safetensors")
    placed = json.loads(index.read_text())["weight_map"]
    shards = {name: parse(folder / name) for name in set(placed.values())}
    return {name: shards[shard][name] for name, shard in placed.items()}


def linear(w, name, x):
    """Weights are (out, in)."""
    return F.linear(x, w[name + ".weight"], w.get(name + ".bias"))


def attend(q, k, v, hidden):
    """(B, H, T, D) each; a token does not see what is hidden, which broadcasts to (B, H, T, T)."""
    scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
    return scores.masked_fill(hidden, -math.inf).softmax(-1) @ v


def later(length, window=None):
    """(T, T): what is hidden from a token that sees itself and what came before, at most `window` tokens."""
    distance = torch.arange(length)[:, None] - torch.arange(length)[None, :]
    return (distance < 0) | (distance >= (window or length))


def heads(x, count):
    return x.view(*x.shape[:2], count, -1).transpose(1, 2)


def rms(x, weight, epsilon):
    return x / torch.sqrt((x * x).mean(-1, keepdim=True) + epsilon) * weight


def rotary(config, width, length):
    """Cosines and sines (T, D/2)."""
    scaling = config.get("rope_parameters") or config.get("rope_scaling") or {}
    base = scaling.get("rope_theta") or config.get("rope_theta") or 10000.0
    kind = scaling.get("rope_type") or scaling.get("type") or "default"
    turn = base ** (-torch.arange(0, width, 2, dtype=torch.float64) / width)
    factor, amplitude = scaling.get("factor"), 1.0
    if kind == "linear":
        turn = turn / factor
    elif kind == "llama3":
        low, high = scaling["low_freq_factor"], scaling["high_freq_factor"]
        cycles = scaling["original_max_position_embeddings"] * turn / (2 * math.pi)
        kept = ((cycles - low) / (high - low)).clamp(0, 1)
        turn = turn / factor * (1 - kept) + turn * kept
    elif kind == "yarn":
        original = scaling.get("original_max_position_embeddings") or config["max_position_embeddings"]
        factor = factor or config["max_position_embeddings"] / original
        amplitude = scaling.get("attention_factor") or 0.1 * math.log(factor) + 1
        first, last = (width / 2 * math.log(original / (cycles * 2 * math.pi)) / math.log(base)
                       for cycles in (scaling.get("beta_fast") or 32, scaling.get("beta_slow") or 1))
        if scaling.get("truncate", True):
            first, last = math.floor(first), math.ceil(last)
        first, last = max(first, 0), min(last, width - 1)
        slowed = ((torch.arange(width // 2) - first) / ((last - first) or 0.001)).clamp(0, 1)
        turn = turn / factor * slowed + turn * (1 - slowed)
    elif kind not in ("default", "dynamic"):
        raise SystemExit(f"rope type {kind} is not known here")
    angles = torch.arange(length, dtype=torch.float64)[:, None] * turn.float().double()
    return amplitude * angles.cos(), amplitude * angles.sin()


def turned(x, cosine, sine):
    a, b = x.chunk(2, -1)
    return torch.cat([a * cosine - b * sine, b * cosine + a * sine], -1)


def decoder(config, w, ids, _):
    kind = config["model_type"]
    count = config["num_attention_heads"]
    shared = config.get("num_key_value_heads") or count
    width = config.get("head_dim") or (128 if kind == "qwen3" else config["hidden_size"] // count)
    epsilon = config.get("rms_norm_eps", 1e-6)
    cosine, sine = rotary(config, width, ids.shape[1])
    x = w["model.embed_tokens.weight"][ids]
    for n in range(config["num_hidden_layers"]):
        layer = f"model.layers.{n}."
        at = layer + "self_attn."
        h = rms(x, w[layer + "input_layernorm.weight"], epsilon)
        q, k, v = (heads(linear(w, at + name, h), number) for name, number in
                   (("q_proj", count), ("k_proj", shared), ("v_proj", shared)))
        if at + "q_norm.weight" in w:
            q, k = rms(q, w[at + "q_norm.weight"], epsilon), rms(k, w[at + "k_norm.weight"], epsilon)
        q, k = turned(q, cosine, sine), turned(k, cosine, sine)
        k, v = (t.repeat_interleave(count // shared, dim=1) for t in (k, v))
        bounded = kind == "mistral" or config.get("use_sliding_window") and n >= config.get("max_window_layers", 28)
        y = attend(q, k, v, later(ids.shape[1], config.get("sliding_window", 4096) if bounded else None))
        x = x + linear(w, at + "o_proj", y.transpose(1, 2).flatten(2))
        h = rms(x, w[layer + "post_attention_layernorm.weight"], epsilon)
        x = x + linear(w, layer + "mlp.down_proj", F.silu(linear(w, layer + "mlp.gate_proj", h)) * linear(w, layer + "mlp.up_proj", h))
    x = rms(x, w["model.norm.weight"], epsilon)
    return x @ w["model.embed_tokens.weight" if config.get("tie_word_embeddings") else "lm_head.weight"].T


def gpt2(config, w, ids, _):
    def lies_in_out(name, x):
        return x @ w[name + ".weight"] + w[name + ".bias"]

    def norm(name, x):
        return F.layer_norm(x, x.shape[-1:], w[name + ".weight"], w[name + ".bias"], config.get("layer_norm_epsilon", 1e-5))

    def bend(x):
        kind = config.get("activation_function", "gelu_new")
        if kind in ("gelu_new", "gelu_pytorch_tanh"):
            return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3)))
        return {"gelu": F.gelu, "relu": F.relu}[kind](x)

    x = w["transformer.wte.weight"][ids] + w["transformer.wpe.weight"][: ids.shape[1]]
    for n in range(config["n_layer"]):
        layer = f"transformer.h.{n}."
        parts = lies_in_out(layer + "attn.c_attn", norm(layer + "ln_1", x)).chunk(3, -1)
        y = attend(*(heads(part, config["n_head"]) for part in parts), later(ids.shape[1]))
        x = x + lies_in_out(layer + "attn.c_proj", y.transpose(1, 2).flatten(2))
        x = x + lies_in_out(layer + "mlp.c_proj", bend(lies_in_out(layer + "mlp.c_fc", norm(layer + "ln_2", x))))
    x = norm("transformer.ln_f", x)
    return x @ w["transformer.wte.weight" if config.get("tie_word_embeddings", True) else "lm_head.weight"].T


def encoder(config, w, ids, mask):
    """Post-norm layers without causality; the two kinds differ in their positions and heads."""
    kind, architecture = config["model_type"], config["architectures"][0]

    def norm(name, x):
        return F.layer_norm(x, x.shape[-1:], w[name + ".weight"], w[name + ".bias"], config.get("layer_norm_eps", 1e-12))

    def table(name, rows):
        return w[f"{kind}.embeddings.{name}_embeddings.weight"][rows]

    def bend(x):
        return {"gelu": F.gelu, "relu": F.relu}[config.get("hidden_act", "gelu")](x)

    position = torch.arange(ids.shape[1])
    if kind == "roberta":                                                 # filling keeps its id, the text counts on from there
        filling = config.get("pad_token_id", 1)
        own = (ids != filling).long()
        position = own.cumsum(1) * own + filling
    x = norm(f"{kind}.embeddings.LayerNorm", table("word", ids) + table("position", position) + table("token_type", 0))
    for n in range(config["num_hidden_layers"]):
        layer = f"{kind}.encoder.layer.{n}."
        q, k, v = (heads(linear(w, f"{layer}attention.self.{part}", x), config["num_attention_heads"])
                   for part in ("query", "key", "value"))
        y = attend(q, k, v, mask[:, None, None, :] == 0).transpose(1, 2).flatten(2)
        x = norm(layer + "attention.output.LayerNorm", x + linear(w, layer + "attention.output.dense", y))
        y = linear(w, layer + "output.dense", bend(linear(w, layer + "intermediate.dense", x)))
        x = norm(layer + "output.LayerNorm", x + y)

    if architecture == "BertForSequenceClassification":
        return linear(w, "classifier", linear(w, "bert.pooler.dense", x[:, 0]).tanh())
    if architecture == "RobertaForSequenceClassification":
        return linear(w, "classifier.out_proj", linear(w, "classifier.dense", x[:, 0]).tanh())
    if architecture == "BertForMaskedLM":
        head, last = "cls.predictions.", "cls.predictions.transform.LayerNorm"
        x = bend(linear(w, "cls.predictions.transform.dense", x))
    else:
        head, last = "lm_head.", "lm_head.layer_norm"
        x = F.gelu(linear(w, "lm_head.dense", x))
    tied = config.get("tie_word_embeddings", True)
    scored = w[f"{kind}.embeddings.word_embeddings.weight" if tied else head + "decoder.weight"]
    return norm(last, x) @ scored.T + w[head + "bias"]


FAMILIES = {"LlamaForCausalLM": decoder, "MistralForCausalLM": decoder, "Qwen2ForCausalLM": decoder,
            "Qwen3ForCausalLM": decoder, "GPT2LMHeadModel": gpt2,
            "BertForSequenceClassification": encoder, "BertForMaskedLM": encoder,
            "RobertaForSequenceClassification": encoder, "RobertaForMaskedLM": encoder}


def main(folders):
    for folder in map(Path, folders):
        config = json.loads((folder / "config.json").read_text())
        ids = torch.tensor(json.loads((folder / "ids.json").read_text()))
        filled = folder / "mask.json"
        mask = torch.tensor(json.loads(filled.read_text())) if filled.exists() else torch.ones_like(ids)
        logits = FAMILIES[config["architectures"][0]](config, read_tensors(folder), ids, mask)
        logits.contiguous().numpy().astype("<f8").tofile(folder / "logits.f64")


if __name__ == "__main__":
    main(sys.argv[1:])
