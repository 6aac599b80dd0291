"""Writes tiny encoders of the BERT family with what they compute, for tests/Worker.Tests/Network.

    python3 tests/reference/encoder_reference.py        (needs torch: Debian's python3-torch will do)

Everything is worked out here from the papers' formulas (arXiv:1810.04805, 1907.11692, 1706.03762, 1606.08415), in float64
and in other ways than the product's: each row alone and without filling, attention one head and one query at a time,
RoBERTa's positions counted one by one, losses from logsumexp; gradients by autograd. Files: config.json and
model.safetensors (float32) as Hugging Face names them, expected.safetensors with inputs and outputs. Logits of filled
places are written as 0 and mean nothing.
"""

import json
import math
from pathlib import Path

import torch
from decoder_reference import leaf, write

VECTORS = Path(__file__).parent / "vectors" / "encoder"

COMMON = {
    "hidden_size": 8, "intermediate_size": 12, "num_hidden_layers": 2, "num_attention_heads": 2, "vocab_size": 13,
    "max_position_embeddings": 12, "type_vocab_size": 2, "hidden_act": "gelu", "layer_norm_eps": 1e-12,
    "initializer_range": 0.02, "hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0.1, "pad_token_id": 0,
    "torch_dtype": "float32",
}
LABELS = {"id2label": {"0": "no", "1": "yes", "2": "maybe"}, "label2id": {"no": 0, "yes": 1, "maybe": 2}}
BERT = COMMON | {"model_type": "bert"}
ROBERTA = COMMON | {"model_type": "roberta", "pad_token_id": 1, "type_vocab_size": 1, "layer_norm_eps": 1e-5}

CASES = {
    "bert_classifier": BERT | LABELS | {"architectures": ["BertForSequenceClassification"]},
    "bert_masked": BERT | {"architectures": ["BertForMaskedLM"], "hidden_act": "relu"},
    "roberta_classifier": ROBERTA | LABELS | {"architectures": ["RobertaForSequenceClassification"]},
    "roberta_masked": ROBERTA | {"architectures": ["RobertaForMaskedLM"], "tie_word_embeddings": False},
}

ROWS = 3
LENGTHS = [6, 4, 1]
LONGEST = 6


def make_weights(config):
    width, inner, kind = config["hidden_size"], config["intermediate_size"], config["model_type"]
    shapes = {}

    def linear(name, out, inside):
        shapes[name + ".weight"], shapes[name + ".bias"] = (out, inside), (out,)

    def norm(name):
        shapes[name + ".weight"], shapes[name + ".bias"] = (width,), (width,)

    tables = {"word": "vocab_size", "position": "max_position_embeddings", "token_type": "type_vocab_size"}
    for table, count in tables.items():
        shapes[f"{kind}.embeddings.{table}_embeddings.weight"] = (config[count], width)
    norm(f"{kind}.embeddings.LayerNorm")
    for n in range(config["num_hidden_layers"]):
        layer = f"{kind}.encoder.layer.{n}."
        for part in ("query", "key", "value"):
            linear(f"{layer}attention.self.{part}", width, width)
        linear(layer + "attention.output.dense", width, width)
        norm(layer + "attention.output.LayerNorm")
        linear(layer + "intermediate.dense", inner, width)
        linear(layer + "output.dense", width, inner)
        norm(layer + "output.LayerNorm")

    architecture = config["architectures"][0]
    if architecture == "BertForSequenceClassification":
        linear("bert.pooler.dense", width, width)
        linear("classifier", len(config["id2label"]), width)
    elif architecture == "RobertaForSequenceClassification":
        linear("classifier.dense", width, width)
        linear("classifier.out_proj", len(config["id2label"]), width)
    elif architecture == "BertForMaskedLM":
        linear("cls.predictions.transform.dense", width, width)
        norm("cls.predictions.transform.LayerNorm")
        shapes["cls.predictions.bias"] = (config["vocab_size"],)
    else:
        linear("lm_head.dense", width, width)
        norm("lm_head.layer_norm")
        shapes["lm_head.bias"] = (config["vocab_size"],)
        shapes["lm_head.decoder.weight"] = (config["vocab_size"], width)

    def value(name, shape):
        if len(shape) > 1:
            return (1.0 if "embeddings" in name else 0.4) * torch.randn(shape)
        return (1.0 if "orm.weight" in name else 0.0) + 0.2 * torch.randn(shape)

    return {name: leaf(value(name, shape)) for name, shape in sorted(shapes.items())}


class Reference:
    def __init__(self, config, weights):
        self.config, self.weights, self.kind = config, weights, config["model_type"]

    def linear(self, name, x):
        return torch.stack([(self.weights[name + ".weight"] * row).sum(1) for row in x]) + self.weights[name + ".bias"]

    def norm(self, name, x):
        rows = []
        for row in x:
            centred = row - row.sum() / row.numel()
            rows.append(centred / torch.sqrt((centred ** 2).sum() / row.numel() + self.config["layer_norm_eps"]))
        return torch.stack(rows) * self.weights[name + ".weight"] + self.weights[name + ".bias"]

    def bend(self, x, name=None):
        if (name or self.config["hidden_act"]) == "relu":
            return torch.where(x > 0, x, torch.zeros_like(x))
        return x * 0.5 * (1 + torch.erf(x / math.sqrt(2)))

    def embed(self, tokens):
        vectors, filling, count = [], self.config["pad_token_id"], 0
        for place, token in enumerate(tokens):
            position = place
            if self.kind == "roberta":
                count += token != filling
                position = filling + count if token != filling else filling
            rows = (("word", token), ("position", position), ("token_type", 0))
            vectors.append(sum(self.weights[f"{self.kind}.embeddings.{table}_embeddings.weight"][row] for table, row in rows))
        return self.norm(f"{self.kind}.embeddings.LayerNorm", torch.stack(vectors))

    def attention(self, name, x):
        heads, d = self.config["num_attention_heads"], self.config["hidden_size"] // self.config["num_attention_heads"]
        q, k, v = (self.linear(f"{name}.{part}", x) for part in ("query", "key", "value"))
        rows = []
        for t in range(len(x)):
            parts = []
            for h in range(heads):
                one = slice(h * d, (h + 1) * d)
                score = (k[:, one] * q[t, one]).sum(1) / math.sqrt(d)
                share = torch.exp(score - torch.logsumexp(score, dim=0))
                parts.append((share.unsqueeze(1) * v[:, one]).sum(0))
            rows.append(torch.cat(parts))
        return torch.stack(rows)

    def body(self, tokens):
        x = self.embed(tokens)
        for n in range(self.config["num_hidden_layers"]):
            layer = f"{self.kind}.encoder.layer.{n}."
            attended = self.linear(layer + "attention.output.dense", self.attention(layer + "attention.self", x))
            x = self.norm(layer + "attention.output.LayerNorm", x + attended)
            inner = self.bend(self.linear(layer + "intermediate.dense", x))
            x = self.norm(layer + "output.LayerNorm", x + self.linear(layer + "output.dense", inner))
        return x

    def logits(self, tokens):
        """(L) of a classifier, (T, V) of a masked language model; tokens are one row's own."""
        x, architecture = self.body(tokens), self.config["architectures"][0]
        if architecture == "BertForSequenceClassification":
            return self.linear("classifier", torch.tanh(self.linear("bert.pooler.dense", x[:1])))[0]
        if architecture == "RobertaForSequenceClassification":
            return self.linear("classifier.out_proj", torch.tanh(self.linear("classifier.dense", x[:1])))[0]
        if architecture == "BertForMaskedLM":
            head, name = "cls.predictions.", "cls.predictions.transform."
            bent = self.norm(name + "LayerNorm", self.bend(self.linear(name + "dense", x)))
            matrix = self.weights["bert.embeddings.word_embeddings.weight"]
        else:
            head = "lm_head."
            bent = self.norm("lm_head.layer_norm", self.bend(self.linear("lm_head.dense", x), "gelu"))
            matrix = self.weights["lm_head.decoder.weight"]
        return torch.stack([(matrix * row).sum(1) for row in bent]) + self.weights[head + "bias"]


def main():
    for number, (case, config) in enumerate(CASES.items()):
        torch.manual_seed(50 + number)
        weights = make_weights(config)
        model, filling, is_classifier = Reference(config, weights), config["pad_token_id"], "id2label" in config
        rows = [torch.randint(2, config["vocab_size"], (length,)).tolist() for length in LENGTHS]
        tokens = torch.tensor([row + [filling] * (LONGEST - len(row)) for row in rows])
        mask = torch.tensor([[int(t < length) for t in range(LONGEST)] for length in LENGTHS])
        scores = [model.logits(row) for row in rows]
        if is_classifier:
            targets = torch.tensor([2, 0, 1])
            losses = [torch.logsumexp(score, 0) - score[target] for score, target in zip(scores, targets)]
            logits = torch.stack(scores)
        else:
            targets = torch.full((ROWS, LONGEST), -100)
            losses, logits = [], torch.zeros(ROWS, LONGEST, config["vocab_size"], dtype=torch.float64)
            for row, place in ((0, 1), (0, 4), (1, 3), (2, 0)):
                targets[row, place] = torch.randint(config["vocab_size"], ()).item()
                losses.append(torch.logsumexp(scores[row][place], 0) - scores[row][place][targets[row, place]])
            for row, score in enumerate(scores):
                logits[row, : len(score)] = score
        loss = sum(losses) / len(losses)
        gradients = torch.autograd.grad(loss, list(weights.values()))
        write(VECTORS / case / "model.safetensors", weights)
        (VECTORS / case / "config.json").write_text(json.dumps(config, indent=2) + "\n")
        write(VECTORS / case / "expected.safetensors", {
            "tokens": tokens, "mask": mask, "targets": targets, "logits": logits, "loss": loss.reshape(1),
        } | {"gradient." + name: gradient for name, gradient in zip(weights, gradients)})


if __name__ == "__main__":
    main()
