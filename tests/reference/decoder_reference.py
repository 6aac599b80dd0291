"""Writes tiny decoders of the Llama family with what they compute, for tests/Worker.Tests/Network and Methods.

    python3 tests/reference/decoder_reference.py        (needs torch: Debian's python3-torch will do)

Everything is worked out here from the papers' formulas, in float64 and in other ways than the product's: rotary positions
as a product of complex numbers (arXiv:2104.09864, section 3.2), attention one head and one query at a time, losses from
logsumexp; gradients by autograd. Files: config.json and model.safetensors (float32) as Hugging Face names them,
expected.safetensors with inputs and outputs, lora/ and adapter/ with a method's weights, outputs and gradients.
"""

import json
import math
import struct
from pathlib import Path

import torch

VECTORS = Path(__file__).parent / "vectors" / "decoder"

COMMON = {
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "hidden_act": "silu",
    "attention_bias": False,
    "initializer_range": 0.02,
    "max_position_embeddings": 16,
    "rope_scaling": None,
    "torch_dtype": "float32",
}

CASES = {
    # As many key heads as query heads, head width C / H, its own output matrix.
    "mha_untied": COMMON | {
        "vocab_size": 11, "hidden_size": 8, "intermediate_size": 12, "num_hidden_layers": 2,
        "num_attention_heads": 2, "num_key_value_heads": 2,
        "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "tie_word_embeddings": False,
    },
    # Two query heads a key head, a head width of its own, the embedding matrix at the output, another base.
    "gqa_tied": COMMON | {
        "vocab_size": 13, "hidden_size": 8, "intermediate_size": 10, "num_hidden_layers": 2, "head_dim": 6,
        "num_attention_heads": 4, "num_key_value_heads": 2,
        "rms_norm_eps": 1e-6, "rope_theta": 500.0, "tie_word_embeddings": True,
    },
}

VARIANT = {key: value for key, value in COMMON.items() if key not in ("rope_scaling", "attention_bias")} | {
    "vocab_size": 7, "hidden_size": 8, "intermediate_size": 6, "num_hidden_layers": 2, "rms_norm_eps": 1e-6,
    "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 8, "rope_theta": 50.0,
}

MISTRAL = {"architectures": ["MistralForCausalLM"], "model_type": "mistral"}
QWEN2 = {"architectures": ["Qwen2ForCausalLM"], "model_type": "qwen2"}
QWEN3 = {"architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3"}

# What differs by configuration only. Wave lengths of the four pairs with base 50: 6.3, 16.7, 44.4 and 118.2 positions.
VARIANTS = {
    "biases": VARIANT | {"attention_bias": True, "mlp_bias": True},
    "linear": VARIANT | {"rope_scaling": {"type": "linear", "factor": 2.5}},
    "llama3": VARIANT | {"rope_scaling": {
        "rope_type": "llama3", "factor": 4.0, "low_freq_factor": 1.0, "high_freq_factor": 8.0,
        "original_max_position_embeddings": 64}},
    "yarn": VARIANT | {"rope_theta": None, "rope_parameters": {
        "rope_type": "yarn", "rope_theta": 50.0, "factor": 4.0, "original_max_position_embeddings": 64}},
    "yarn_own_numbers": VARIANT | {"rope_scaling": {
        "rope_type": "yarn", "factor": 3.0, "attention_factor": 0.7, "beta_fast": 6, "beta_slow": 2, "truncate": False,
        "original_max_position_embeddings": 100}},
    "mistral_window": VARIANT | MISTRAL | {"sliding_window": 3},
    "qwen2_tied": VARIANT | QWEN2 | {
        "tie_word_embeddings": True, "use_sliding_window": False, "sliding_window": 2, "max_window_layers": 1},
    "qwen2_window": VARIANT | QWEN2 | {"use_sliding_window": True, "sliding_window": 2, "max_window_layers": 1},
    "qwen3": VARIANT | QWEN3 | {"tie_word_embeddings": True},
}

BATCH, LENGTH = 2, 6
LORA = {"rank": 2, "alpha": 3.0, "targets": ["q_proj", "v_proj", "down_proj"]}
BOTTLENECK = 3


def head_width(config):
    return config.get("head_dim", config["hidden_size"] // config["num_attention_heads"])


def make_weights(config):
    """Random weights, so sized that a change of one float32 rounding in each moves no gradient by more than 5e-6 of its
    largest element: the tests then may ask for 1e-5. Rounded to float32, so that float64 holds what the file holds."""
    width, inner, d = config["hidden_size"], config["intermediate_size"], head_width(config)
    queries, keys = config["num_attention_heads"] * d, config["num_key_value_heads"] * d
    shapes = {"model.embed_tokens.weight": (config["vocab_size"], width), "model.norm.weight": (width,)}
    if not config.get("tie_word_embeddings"):
        shapes["lm_head.weight"] = (config["vocab_size"], width)
    for n in range(config["num_hidden_layers"]):
        layer = f"model.layers.{n}."
        shapes |= {
            layer + "input_layernorm.weight": (width,),
            layer + "post_attention_layernorm.weight": (width,),
            layer + "self_attn.q_proj.weight": (queries, width),
            layer + "self_attn.k_proj.weight": (keys, width),
            layer + "self_attn.v_proj.weight": (keys, width),
            layer + "self_attn.o_proj.weight": (width, queries),
            layer + "mlp.gate_proj.weight": (inner, width),
            layer + "mlp.up_proj.weight": (inner, width),
            layer + "mlp.down_proj.weight": (width, inner),
        }
        shapes |= {layer + part + ".bias": shapes[layer + part + ".weight"][:1] for part in biased(config)}
        if config["model_type"] == "qwen3":
            shapes |= {layer + f"self_attn.{letter}_norm.weight": (d,) for letter in "qk"}
    spread = {"model.embed_tokens.weight": 1.0}
    return {name: leaf(1 + 0.2 * torch.randn(shape) if len(shape) == 1 else spread.get(name, 0.35) * torch.randn(shape))
            for name, shape in sorted(shapes.items())}


def biased(config):
    """The projections of a layer that have a bias: Qwen2's by family, Llama's by two options."""
    return ([f"self_attn.{letter}_proj" for letter in "qkv"] * (config["model_type"] == "qwen2")
            + [f"self_attn.{letter}_proj" for letter in "qkvo"] * config.get("attention_bias", False)
            + [f"mlp.{part}_proj" for part in ("gate", "up", "down")] * config.get("mlp_bias", False))


def window(config, layer):
    """How many tokens a query sees, itself included."""
    bounded = config["model_type"] == "mistral" or (
        config.get("use_sliding_window", False) and layer >= config.get("max_window_layers", 28))
    return (config["sliding_window"] if bounded else None) or LENGTH


def leaf(values):
    return values.float().double().requires_grad_()


def rms_norm(x, weight, epsilon):
    return torch.stack([row / torch.sqrt((row ** 2).sum() / row.numel() + epsilon) * weight
                        for row in x.reshape(-1, x.shape[-1])]).reshape(x.shape)


def turns(config):
    """Radians per position of each pair, and what sine and cosine are multiplied by."""
    scaling = config.get("rope_parameters") or config.get("rope_scaling") or {}
    base, d = scaling.get("rope_theta") or config["rope_theta"], head_width(config)
    wavelengths = [2 * math.pi * base ** (2 * i / d) for i in range(d // 2)]
    kind, factor = scaling.get("rope_type", scaling.get("type", "default")), scaling.get("factor", 1)
    original = scaling.get("original_max_position_embeddings")
    amplitude = 1.0
    if kind == "linear":
        wavelengths = [length * factor for length in wavelengths]
    if kind == "llama3":
        longest, shortest = original / scaling["low_freq_factor"], original / scaling["high_freq_factor"]
        for i, length in enumerate(wavelengths):
            if length > longest:
                wavelengths[i] = length * factor
            elif length >= shortest:
                smooth = (original / length - scaling["low_freq_factor"]) / (
                    scaling["high_freq_factor"] - scaling["low_freq_factor"])
                wavelengths[i] = 1 / ((1 - smooth) / (factor * length) + smooth / length)
    if kind == "yarn":
        amplitude = scaling.get("attention_factor", 0.1 * math.log(factor) + 1)
        # The pair, as a real number, whose wave length goes so often into the original length: L / r = 2 pi base^(2i/D).
        low, high = (math.log(original / (r * 2 * math.pi), base) * d / 2
                     for r in (scaling.get("beta_fast", 32), scaling.get("beta_slow", 1)))
        if scaling.get("truncate", True):
            low, high = math.floor(low), math.ceil(high)
        low, high = max(low, 0), min(high, d - 1)
        for i, length in enumerate(wavelengths):
            share = 0 if i <= low else 1 if i >= high else (i - low) / (high - low)
            wavelengths[i] = 1 / (share / (factor * length) + (1 - share) / length)
    return [single(2 * math.pi / length) for length in wavelengths], amplitude


def rotate(x, config):
    """x is (..., T, D). Coordinates i and i + D/2 are one complex number, turned by position * theta^(-2i/D), or as
    scaled.

    The angles are rounded to float32 twice, as in the models' own training; all else is exact."""
    length, d = x.shape[-2:]
    pairs = torch.complex(x[..., : d // 2], x[..., d // 2:])
    frequencies, amplitude = turns(config)
    angles = [[single(p * frequency) for frequency in frequencies] for p in range(length)]
    turn = torch.tensor([[amplitude * complex(math.cos(a), math.sin(a)) for a in row] for row in angles],
                        dtype=torch.complex128)
    turned = pairs * turn
    return torch.cat([turned.real, turned.imag], dim=-1)


def single(value):
    return struct.unpack("<f", struct.pack("<f", value))[0]


class Reference:
    def __init__(self, config, weights, lora=None, adapter=None):
        self.config, self.weights, self.lora, self.adapter = config, weights, lora or {}, adapter or {}
        self.seen = {}

    def project(self, name, x):
        out = torch.einsum("oi,...i->...o", self.weights[name + ".weight"], x)
        if name + ".bias" in self.weights:
            out = out + self.weights[name + ".bias"]
        a = self.lora.get(f"base_model.model.{name}.lora_A.weight")
        if a is not None:
            b = self.lora[f"base_model.model.{name}.lora_B.weight"]
            out = out + LORA["alpha"] / LORA["rank"] * torch.einsum("or,ri,...i->...o", b, a, x)
        return out

    def head(self, name, x):
        weight = self.weights.get(name + ".weight")
        return x if weight is None else rms_norm(x, weight, self.config["rms_norm_eps"])

    def attention(self, name, x):
        heads, groups, d = self.config["num_attention_heads"], self.config["num_key_value_heads"], head_width(self.config)
        q, k, v = (self.project(f"{name}.{letter}_proj", x) for letter in "qkv")
        out = []
        for h in range(heads):
            g = h // (heads // groups)
            q_h = rotate(self.head(name + ".q_norm", q[:, :, h * d: (h + 1) * d]), self.config)
            k_h = rotate(self.head(name + ".k_norm", k[:, :, g * d: (g + 1) * d]), self.config)
            v_h = v[:, :, g * d: (g + 1) * d]
            rows, seen = [], window(self.config, int(name.split(".")[2]))
            for t in range(x.shape[1]):
                first = max(t + 1 - seen, 0)
                score = (k_h[:, first: t + 1] * q_h[:, t: t + 1]).sum(-1) / math.sqrt(d)  # (B, at most t + 1)
                share = torch.exp(score - torch.logsumexp(score, dim=1, keepdim=True))
                rows.append((share.unsqueeze(-1) * v_h[:, first: t + 1]).sum(1))
            out.append(torch.stack(rows, dim=1))
        return self.project(name + ".o_proj", torch.cat(out, dim=-1))

    def feed_forward(self, name, x):
        gate = self.project(name + ".gate_proj", x)
        h = self.project(name + ".down_proj", gate / (1 + torch.exp(-gate)) * self.project(name + ".up_proj", x))
        if self.adapter:
            down, d, up, u = (self.adapter[f"{name}.adapter.{part}"]
                              for part in ("down.weight", "down.bias", "up.weight", "up.bias"))
            h = h + torch.clamp(h @ down.T + d, min=0) @ up.T + u
        return h

    def logits(self, tokens):
        epsilon = self.config["rms_norm_eps"]
        x = torch.stack([torch.stack([self.weights["model.embed_tokens.weight"][i] for i in row]) for row in tokens])
        for n in range(self.config["num_hidden_layers"]):
            layer = f"model.layers.{n}."
            for part, norm, step in (("self_attn", "input_layernorm", self.attention),
                                     ("mlp", "post_attention_layernorm", self.feed_forward)):
                normed = rms_norm(x, self.weights[f"{layer}{norm}.weight"], epsilon)
                change = step(layer + part, normed)
                self.seen |= {f"{layer}{norm}.input": x, f"{layer}{norm}.output": normed, f"{layer}{part}.output": change}
                x = x + change
        x = rms_norm(x, self.weights["model.norm.weight"], epsilon)
        output = "model.embed_tokens.weight" if self.config.get("tie_word_embeddings") else "lm_head.weight"
        return torch.einsum("vc,btc->btv", self.weights[output], x)


def mean_loss(logits, targets):
    counted = [(b, t) for b in range(BATCH) for t in range(LENGTH) if targets[b, t] != -100]
    return sum(torch.logsumexp(logits[b, t], 0) - logits[b, t, targets[b, t]] for b, t in counted) / len(counted)


def run(config, weights, tokens, targets, trained, **method):
    model = Reference(config, weights, **method)
    logits = model.logits(tokens)
    loss = mean_loss(logits, targets)
    gradients = torch.autograd.grad(loss, list(trained.values()))
    result = {"logits": logits, "loss": loss.reshape(1)}
    return result | {"gradient." + name: g for name, g in zip(trained, gradients)}, model.seen


def write(path, tensors):
    """The safetensors layout by hand: header length, header, then F32 or I64 bytes in the order of names."""
    header, data = {}, b""
    for name, tensor in sorted(tensors.items()):
        flat = tensor.detach().reshape(-1).tolist()
        is_whole = tensor.dtype == torch.int64
        part = struct.pack(f"<{len(flat)}{'q' if is_whole else 'f'}", *flat)
        header[name] = {"dtype": "I64" if is_whole else "F32", "shape": list(tensor.shape),
                        "data_offsets": [len(data), len(data) + len(part)]}
        data += part
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def make_lora(config, weights):
    lora = {}
    for name, weight in weights.items():
        module = name.removesuffix(".weight")
        if module.split(".")[-1] in LORA["targets"]:
            out, inside = weight.shape
            lora[f"base_model.model.{module}.lora_A.weight"] = leaf(0.5 * torch.randn(LORA["rank"], inside))
            lora[f"base_model.model.{module}.lora_B.weight"] = leaf(0.5 * torch.randn(out, LORA["rank"]))
    return lora


def make_adapter(config):
    adapter, width = {}, config["hidden_size"]
    for n in range(config["num_hidden_layers"]):
        prefix = f"model.layers.{n}.mlp.adapter."
        adapter |= {
            prefix + "down.weight": leaf(0.5 * torch.randn(BOTTLENECK, width)),
            prefix + "down.bias": leaf(0.5 * torch.randn(BOTTLENECK)),
            prefix + "up.weight": leaf(0.5 * torch.randn(width, BOTTLENECK)),
            prefix + "up.bias": leaf(0.5 * torch.randn(width)),
        }
    return adapter


def make_variant(number, case, config):
    """Model and expectations without what happens inside, one seed each."""
    torch.manual_seed(100 + number)
    weights = make_weights(config)
    tokens = torch.randint(config["vocab_size"], (BATCH, LENGTH))
    targets = torch.randint(config["vocab_size"], (BATCH, LENGTH))
    targets[0, 2] = -100
    write(VECTORS / case / "model.safetensors", weights)
    (VECTORS / case / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    write(VECTORS / case / "expected.safetensors",
          run(config, weights, tokens, targets, weights)[0] | {"tokens": tokens, "targets": targets})


def main():
    for number, (case, config) in enumerate(VARIANTS.items()):
        make_variant(number, case, config)
    for number, (case, config) in enumerate(CASES.items()):
        torch.manual_seed(20 + number)
        folder = VECTORS / case
        weights = make_weights(config)
        tokens = torch.randint(config["vocab_size"], (BATCH, LENGTH))
        targets = torch.randint(config["vocab_size"], (BATCH, LENGTH))
        targets[0, 0] = targets[1, 4] = targets[1, 5] = -100

        write(folder / "model.safetensors", weights)
        (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
        expected, seen = run(config, weights, tokens, targets, weights)
        heads = torch.randn(1, 2, LENGTH, head_width(config)).float().double()
        write(folder / "expected.safetensors", expected | seen | {
            "tokens": tokens, "targets": targets,
            "rotary.input": heads, "rotary.output": rotate(heads, config)})

        lora, adapter = make_lora(config, weights), make_adapter(config)
        write(folder / "lora" / "weights.safetensors", lora)
        write(folder / "lora" / "expected.safetensors", run(config, weights, tokens, targets, lora, lora=lora)[0])
        write(folder / "adapter" / "weights.safetensors", adapter)
        write(folder / "adapter" / "expected.safetensors", run(config, weights, tokens, targets, adapter, adapter=adapter)[0])
    (VECTORS / "lora.json").write_text(json.dumps(LORA) + "\n")


if __name__ == "__main__":
    main()
