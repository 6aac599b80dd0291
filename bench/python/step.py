"""A training step in plain PyTorch: arguments are the model's folder, `full` or `lora,TARGETS`, rows, length and steps.

BENCH_DEVICE=cuda trains there, products in bfloat16, weights and optimiser in float32, with PyTorch's fused attention and optimiser.
"""

import json
import math
import os
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from contestant import serve

DEVICE = os.environ.get("BENCH_DEVICE", "cpu")


class Linear(nn.Linear):
    """A linear layer with room for LoRA."""

    rank = None

    def add_lora(self, rank, alpha):
        self.rank, self.scale = rank, alpha / rank
        self.lora_a = nn.Parameter((torch.rand(rank, self.in_features) * 2 - 1) / math.sqrt(self.in_features))
        self.lora_b = nn.Parameter(torch.zeros(self.out_features, rank))

    def forward(self, x):
        y = super().forward(x)
        return y if self.rank is None else y + F.linear(F.linear(x, self.lora_a), self.lora_b) * self.scale


def attention(query, key, value, heads, mask=None):
    """(B, T, C) each, already split and turned where need be: (B, H, T, D)."""
    if DEVICE == "cuda":
        return F.scaled_dot_product_attention(query, key, value, is_causal=mask is not None).transpose(1, 2).flatten(2)
    scores = query @ key.transpose(-1, -2) / math.sqrt(query.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(mask, float("-inf"))
    return (scores.softmax(-1) @ value).transpose(1, 2).flatten(2)


def split(x, heads):
    return x.view(x.shape[0], x.shape[1], heads, -1).transpose(1, 2)


class RMSNorm(nn.Module):
    def __init__(self, width, eps):
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(width)), eps

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight


def rotate(x, cosine, sine):
    first, second = x.chunk(2, -1)
    return x * cosine + torch.cat([-second, first], -1) * sine


class DecoderLayer(nn.Module):
    def __init__(self, config):
        super().__init__()
        width, inner, eps = config["hidden_size"], config["intermediate_size"], config["rms_norm_eps"]
        self.heads = config["num_attention_heads"]
        self.input_layernorm, self.post_attention_layernorm = RMSNorm(width, eps), RMSNorm(width, eps)
        self.self_attn = nn.ModuleDict({name: Linear(width, width, bias=False) for name in ("q_proj", "k_proj", "v_proj", "o_proj")})
        self.mlp = nn.ModuleDict({name: Linear(width, inner, bias=False) for name in ("gate_proj", "up_proj")})
        self.mlp["down_proj"] = Linear(inner, width, bias=False)

    def forward(self, x, cosine, sine, mask):
        h, a = self.input_layernorm(x), self.self_attn
        query = rotate(split(a["q_proj"](h), self.heads), cosine, sine)
        key = rotate(split(a["k_proj"](h), self.heads), cosine, sine)
        x = x + a["o_proj"](attention(query, key, split(a["v_proj"](h), self.heads), self.heads, mask))
        h = self.post_attention_layernorm(x)
        return x + self.mlp["down_proj"](F.silu(self.mlp["gate_proj"](h)) * self.mlp["up_proj"](h))


class Decoder(nn.Module):
    """The Llama form."""

    def __init__(self, config):
        super().__init__()
        width, length = config["hidden_size"], config["max_position_embeddings"]
        self.model = nn.Module()
        self.model.embed_tokens = nn.Embedding(config["vocab_size"], width)
        self.model.layers = nn.ModuleList([DecoderLayer(config) for _ in range(config["num_hidden_layers"])])
        self.model.norm = RMSNorm(width, config["rms_norm_eps"])
        half = width // config["num_attention_heads"] // 2
        angle = torch.arange(length).float()[:, None] * (10000.0 ** (-torch.arange(half).float() / half))[None]
        angle = torch.cat([angle, angle], -1).to(DEVICE)
        self.cosine, self.sine = angle.cos(), angle.sin()
        self.mask = torch.ones(length, length, dtype=torch.bool, device=DEVICE).triu(1)

    def forward(self, tokens):
        length = tokens.shape[1]
        cosine, sine, mask = self.cosine[:length], self.sine[:length], self.mask[:length, :length]
        x = self.model.embed_tokens(tokens)
        for layer in self.model.layers:
            x = layer(x, cosine, sine, mask)
        return F.linear(self.model.norm(x), self.model.embed_tokens.weight)


class EncoderLayer(nn.Module):
    def __init__(self, config):
        super().__init__()
        width, inner, eps = config["hidden_size"], config["intermediate_size"], config["layer_norm_eps"]
        self.heads = config["num_attention_heads"]
        self.attention = nn.ModuleDict({
            "self": nn.ModuleDict({name: Linear(width, width) for name in ("query", "key", "value")}),
            "output": nn.ModuleDict({"dense": Linear(width, width), "LayerNorm": nn.LayerNorm(width, eps)}),
        })
        self.intermediate = nn.ModuleDict({"dense": Linear(width, inner)})
        self.output = nn.ModuleDict({"dense": Linear(inner, width), "LayerNorm": nn.LayerNorm(width, eps)})

    def forward(self, x):
        a, out = self.attention["self"], self.attention["output"]
        heads = attention(*(split(a[name](x), self.heads) for name in ("query", "key", "value")), self.heads)
        x = out["LayerNorm"](x + out["dense"](heads))
        return self.output["LayerNorm"](x + self.output["dense"](F.gelu(self.intermediate["dense"](x))))


class Encoder(nn.Module):
    """The BERT form with a classifier of two labels."""

    def __init__(self, config):
        super().__init__()
        width, vocabulary, eps = config["hidden_size"], config["vocab_size"], config["layer_norm_eps"]
        self.bert = nn.Module()
        self.bert.embeddings = nn.ModuleDict({
            "word_embeddings": nn.Embedding(vocabulary, width),
            "position_embeddings": nn.Embedding(config["max_position_embeddings"], width),
            "token_type_embeddings": nn.Embedding(config["type_vocab_size"], width),
            "LayerNorm": nn.LayerNorm(width, eps),
        })
        self.bert.encoder = nn.ModuleDict({"layer": nn.ModuleList([EncoderLayer(config) for _ in range(config["num_hidden_layers"])])})
        self.bert.pooler = nn.ModuleDict({"dense": Linear(width, width)})
        self.classifier = Linear(width, 2)

    def forward(self, tokens):
        e = self.bert.embeddings
        positions = torch.arange(tokens.shape[1], device=DEVICE)[None]
        x = e["word_embeddings"](tokens) + e["position_embeddings"](positions)
        x = e["LayerNorm"](x + e["token_type_embeddings"](torch.zeros(1, 1, dtype=torch.long, device=DEVICE)))
        for layer in self.bert.encoder["layer"]:
            x = layer(x)
        return self.classifier(torch.tanh(self.bert.pooler["dense"](x[:, 0])))


def load(folder):
    with open(os.path.join(folder, "config.json"), encoding="utf-8") as file:
        config = json.load(file)
    model = Decoder(config) if config["architectures"] == ["LlamaForCausalLM"] else Encoder(config)
    with open(os.path.join(folder, "model.safetensors"), "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        begin = file.tell()
        header.pop("__metadata__", None)
        state = {}
        for name, entry in header.items():
            file.seek(begin + entry["data_offsets"][0])
            values = np.fromfile(file, np.float32, math.prod(entry["shape"]))
            state[name] = torch.from_numpy(values).view(entry["shape"])
    model.load_state_dict(state)
    return model


def main(folder, method, rows, length, steps):
    torch.set_num_threads(1)
    rows, length, steps = int(rows), int(length), int(steps)
    model = load(folder)
    if method != "full":
        targets = method.split(",")[1:]
        for name, weight in model.named_parameters():
            weight.requires_grad = name.startswith("classifier.")
        for name, module in model.named_modules():
            if isinstance(module, Linear) and name.split(".")[-1] in targets:
                module.add_lora(rank=8, alpha=16)
    model.to(DEVICE)
    weights = [weight for weight in model.parameters() if weight.requires_grad]
    vocabulary = next(weight.shape[0] for name, weight in model.named_parameters() if name.endswith(("embed_tokens.weight", "word_embeddings.weight")))
    place, row = np.arange(length + 1)[None], np.arange(rows)[:, None]
    tokens = torch.from_numpy((row * 7919 + place * 104729 + place * place % 13) % vocabulary).to(DEVICE)
    targets = tokens[:, 1:].reshape(-1) if isinstance(model, Decoder) else torch.arange(rows, device=DEVICE) % 2
    mean = [math.nan]

    def repeat():
        fused = {"fused": True} if DEVICE == "cuda" else {}
        optimizer = torch.optim.AdamW(weights, lr=1e-4, weight_decay=0, **fused)
        total = torch.zeros(1, dtype=torch.float64, device=DEVICE)
        for _ in range(steps):
            optimizer.zero_grad()
            with torch.autocast(DEVICE, torch.bfloat16, enabled=DEVICE == "cuda"):
                logits = model(tokens[:, :-1])
            loss = F.cross_entropy(logits.float().reshape(-1, logits.shape[-1]), targets)
            loss.backward()
            nn.utils.clip_grad_norm_(weights, 1.0)
            optimizer.step()
            total += loss.detach().double()
        mean[0] = total.item() / steps
        if not all(torch.isfinite(weight).all().item() for weight in weights):
            raise ArithmeticError("a weight is not finite")

    serve(repeat, lambda: {"loss": mean[0]})


main(*sys.argv[1:])
