"""Writes what the retention guard's term and its gradient are on a tiny decoder, for tests/Worker.Tests/Training/Retention.

    python3 tests/reference/retention_guard_reference.py        (needs torch, and vectors/decoder)

The decoder is decoder_reference.py's, in float64. The term is weight * T^2 * mean over counted positions of
sum p log(p / q), p and q being the shares of exp(logit / T) that the base's and the tuned model's logits have; gradients by
autograd. lora/ tunes with the LoRA weights of vectors/decoder/gqa_tied/lora, full/ with weights of its own.
"""

import json
from pathlib import Path

import torch

import decoder_reference as decoder
import peft_reference as peft

BASE = decoder.VECTORS / "gqa_tied"
VECTORS = Path(__file__).parent / "vectors" / "guard"
WEIGHT, TEMPERATURE = 0.7, 2.5
TOKENS = [[3, 1, 4, 1, 5, 9], [2, 7, 1, 8, 0, 0]]
LENGTHS = [6, 4]  # of the second row the last two are filling


def shares(logits):
    parts = torch.exp(logits / TEMPERATURE)
    return parts / parts.sum(-1, keepdim=True)


def term(base, tuned):
    total = 0
    for row, length in enumerate(LENGTHS):
        for place in range(length):
            p, q = shares(base[row, place]), shares(tuned[row, place])
            total = total + (p * torch.log(p / q)).sum()
    return WEIGHT * TEMPERATURE ** 2 * total / sum(LENGTHS)


def expect(folder, base, tuned, trained):
    loss = term(base.detach(), tuned)
    gradients = torch.autograd.grad(loss, list(trained.values()))
    decoder.write(folder / "expected.safetensors",
                  {"loss": loss.reshape(1)} | {"gradient." + name: g for name, g in zip(trained, gradients)})


def main():
    config = json.loads((BASE / "config.json").read_text())
    weights = peft.read_tensors(BASE / "model.safetensors")
    base = decoder.Reference(config, weights).logits(TOKENS)

    lora = {name: decoder.leaf(value) for name, value in peft.read_tensors(BASE / "lora" / "weights.safetensors").items()}
    expect(VECTORS / "lora", base, decoder.Reference(config, weights, lora=lora).logits(TOKENS), lora)

    torch.manual_seed(60)
    full = {name: decoder.leaf(value + 0.1 * torch.randn(value.shape).double()) for name, value in weights.items()}
    decoder.write(VECTORS / "full" / "weights.safetensors", full)
    expect(VECTORS / "full", base, decoder.Reference(config, full).logits(TOKENS), full)


if __name__ == "__main__":
    main()
