"""Writes tiny GPT-2 models with what they compute, for tests/Worker.Tests/Network/Gpt2*.

    /usr/bin/python3 tests/reference/gpt2_reference.py        (needs torch: Debian's python3-torch will do)

Worked out from the papers' formulas in float64, in other ways than the product's: attention one head and one query at a
time, GELU with its tanh written out, variance from the deviations; gradients by autograd. Weights are (in, out), as in Hugging
Face's checkpoints. Files as for decoder_reference.py, whose writer is used.
"""

import json
import math
from pathlib import Path

import torch

from decoder_reference import BATCH, LENGTH, leaf, mean_loss, write

VECTORS = Path(__file__).parent / "vectors" / "gpt2"

COMMON = {
    "architectures": ["GPT2LMHeadModel"],
    "model_type": "gpt2",
    "vocab_size": 11, "n_embd": 8, "n_layer": 2, "n_head": 2, "n_positions": 10,
    "layer_norm_epsilon": 1e-5,
    "torch_dtype": "float32",
}

CASES = {
    # What GPT-2 itself is: tied, gelu_new, an inner width of 4 C; dropout of training does not matter here.
    "tied": COMMON | {"resid_pdrop": 0.1, "embd_pdrop": 0.1, "attn_pdrop": 0.1},
    # Its own output matrix, an inner width of its own, the exact GELU.
    "untied_gelu": COMMON | {"tie_word_embeddings": False, "n_inner": 6, "activation_function": "gelu"},
    "relu": COMMON | {"n_head": 4, "n_inner": 10, "activation_function": "relu"},
}

LORA = {"rank": 2, "alpha": 3.0, "targets": ["c_attn", "c_proj", "c_fc"]}


def inner_width(config):
    return config.get("n_inner") or 4 * config["n_embd"]


def make_weights(config):
    width, inner = config["n_embd"], inner_width(config)
    shapes = {"transformer.wte.weight": (config["vocab_size"], width), "transformer.wpe.weight": (config["n_positions"], width),
              "transformer.ln_f.weight": (width,), "transformer.ln_f.bias": (width,)}
    if not config.get("tie_word_embeddings", True):
        shapes["lm_head.weight"] = (config["vocab_size"], width)
    for n in range(config["n_layer"]):
        layer = f"transformer.h.{n}."
        shapes |= {layer + f"ln_{k}.{part}": (width,) for k in (1, 2) for part in ("weight", "bias")}
        for name, i, o in (("attn.c_attn", width, 3 * width), ("attn.c_proj", width, width),
                           ("mlp.c_fc", width, inner), ("mlp.c_proj", inner, width)):
            shapes |= {f"{layer}{name}.weight": (i, o), f"{layer}{name}.bias": (o,)}
    spread = {"transformer.wte.weight": 1.0, "transformer.wpe.weight": 0.5}

    def values(name, shape):
        if len(shape) > 1:
            return spread.get(name, 0.35) * torch.randn(shape)
        return (1.0 if name.endswith(".weight") else 0.0) + 0.2 * torch.randn(shape)

    return {name: leaf(values(name, shape)) for name, shape in sorted(shapes.items())}


class Reference:
    def __init__(self, config, weights, lora=None):
        self.config, self.weights, self.lora = config, weights, lora or {}

    def project(self, name, x):
        out = torch.einsum("io,...i->...o", self.weights[name + ".weight"], x) + self.weights[name + ".bias"]
        a = self.lora.get(f"base_model.model.{name}.lora_A.weight")
        if a is not None:
            b = self.lora[f"base_model.model.{name}.lora_B.weight"]
            out = out + LORA["alpha"] / LORA["rank"] * torch.einsum("or,ri,...i->...o", b, a, x)
        return out

    def norm(self, name, x):
        deviation = x - x.mean(-1, keepdim=True)
        variance = (deviation ** 2).sum(-1, keepdim=True) / x.shape[-1]
        return deviation / torch.sqrt(variance + self.config["layer_norm_epsilon"]) * self.weights[name + ".weight"] \
            + self.weights[name + ".bias"]

    def attention(self, name, x):
        heads = self.config["n_head"]
        d = x.shape[-1] // heads
        q, k, v = torch.split(self.project(name + ".c_attn", x), x.shape[-1], dim=-1)
        out = []
        for h in range(heads):
            part = slice(h * d, (h + 1) * d)
            rows = []
            for t in range(x.shape[1]):
                score = (k[:, : t + 1, part] * q[:, t: t + 1, part]).sum(-1) / math.sqrt(d)   # (B, t + 1)
                share = torch.exp(score - torch.logsumexp(score, dim=1, keepdim=True))
                rows.append((share.unsqueeze(-1) * v[:, : t + 1, part]).sum(1))
            out.append(torch.stack(rows, dim=1))
        return self.project(name + ".c_proj", torch.cat(out, dim=-1))

    def bend(self, x):
        kind = self.config.get("activation_function", "gelu_new")
        if kind == "relu":
            return torch.clamp(x, min=0)
        if kind == "gelu":
            return x * (1 + torch.erf(x / math.sqrt(2))) / 2
        return x / 2 * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3)))

    def logits(self, tokens):
        x = torch.stack([torch.stack([self.weights["transformer.wte.weight"][i] + self.weights["transformer.wpe.weight"][t]
                                      for t, i in enumerate(row)]) for row in tokens])
        for n in range(self.config["n_layer"]):
            layer = f"transformer.h.{n}."
            x = x + self.attention(layer + "attn", self.norm(layer + "ln_1", x))
            x = x + self.project(layer + "mlp.c_proj", self.bend(self.project(layer + "mlp.c_fc", self.norm(layer + "ln_2", x))))
        output = "transformer.wte.weight" if self.config.get("tie_word_embeddings", True) else "lm_head.weight"
        return torch.einsum("vc,btc->btv", self.weights[output], self.norm("transformer.ln_f", x))


def run(config, weights, tokens, targets, trained, lora=None):
    logits = Reference(config, weights, lora).logits(tokens)
    loss = mean_loss(logits, targets)
    gradients = torch.autograd.grad(loss, list(trained.values()))
    return {"logits": logits, "loss": loss.reshape(1)} | {"gradient." + name: g for name, g in zip(trained, gradients)}


def make_lora(weights):
    lora = {}
    for name, weight in weights.items():
        module = name.removesuffix(".weight")
        if module.split(".")[-1] in LORA["targets"] and name.endswith(".weight"):
            inside, out = weight.shape
            lora[f"base_model.model.{module}.lora_A.weight"] = leaf(0.3 * torch.randn(LORA["rank"], inside))
            lora[f"base_model.model.{module}.lora_B.weight"] = leaf(0.3 * torch.randn(out, LORA["rank"]))
    return lora


def main():
    for number, (case, config) in enumerate(CASES.items()):
        torch.manual_seed(200 + number)
        folder = VECTORS / case
        weights = make_weights(config)
        tokens = torch.randint(config["vocab_size"], (BATCH, LENGTH))
        targets = torch.randint(config["vocab_size"], (BATCH, LENGTH))
        targets[0, 0] = targets[1, 4] = -100
        write(folder / "model.safetensors", weights)
        (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
        write(folder / "expected.safetensors",
              run(config, weights, tokens, targets, weights) | {"tokens": tokens, "targets": targets})
        if case == "tied":
            lora = make_lora(weights)
            write(folder / "lora" / "weights.safetensors", lora)
            write(folder / "lora" / "expected.safetensors", run(config, weights, tokens, targets, lora, lora))
    (VECTORS / "lora.json").write_text(json.dumps(LORA) + "\n")


if __name__ == "__main__":
    main()
