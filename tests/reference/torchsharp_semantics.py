"""Writes the numbers that tests/TorchSharp.Tests compare against.

Everything here is computed by Python's torch, which shares its kernels with TorchSharp but none of the managed code:
random sequences, layers, losses, optimizer trajectories, learning-rate schedules and the training of a small
transformer. Run with an interpreter that has torch (1.13 or later) and commit the JSON it writes:

    /usr/bin/python3 tests/reference/torchsharp_semantics.py
"""

import json
import math
import pathlib

import torch
import torch.nn.functional as F
from torch import nn
from torch.optim import lr_scheduler

VECTORS = pathlib.Path(__file__).parent / "vectors"


def vector(tensor):
    """A tensor as shape and flat values; nine digits carry a float32, seventeen a float64."""
    digits = 17 if tensor.dtype == torch.float64 else 9
    values = [float(f"{value:.{digits}g}") for value in tensor.detach().double().reshape(-1).tolist()]
    return {"shape": list(tensor.shape), "values": values}


def write(name, content):
    """One entry a line, so that a change of one shows as one."""
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in content.items()]
    (VECTORS / f"{name}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="ascii")


def wave(*shape, frequency=0.7, phase=0.0):
    """Values in [-1, 1] that C# computes again from the same formula, so inputs need not be stored."""
    count = math.prod(shape)
    values = [math.sin(frequency * i + phase) for i in range(count)]
    return torch.tensor(values, dtype=torch.float64).reshape(shape).float()


def seeded(make):
    torch.manual_seed(1234)
    return make()


def random_numbers():
    def dropout_mask():
        return F.dropout(torch.ones(40), 0.3, training=True)

    def layer(make):
        def build():
            module = make()
            return torch.cat([p.detach().reshape(-1) for p in module.parameters()])
        return build

    def two_draws():
        return torch.cat([torch.randn(3), torch.rand(3), torch.randn(20)])

    write("random", {name: vector(seeded(make)) for name, make in {
        "rand": lambda: torch.rand(7),
        "rand_float64": lambda: torch.rand(7, dtype=torch.float64),
        # Fewer than 16 values and 16 or more take different paths inside the library.
        "randn_short": lambda: torch.randn(7),
        "randn_long": lambda: torch.randn(37),
        "randperm": lambda: torch.randperm(13),
        "randint": lambda: torch.randint(0, 1000, (11,)),
        "uniform": lambda: torch.empty(9).uniform_(-2, 3),
        "normal": lambda: torch.empty(33).normal_(1, 0.5),
        "multinomial": lambda: torch.multinomial(torch.tensor([0.1, 0.2, 0.3, 0.4]), 20, replacement=True),
        "dropout": dropout_mask,
        "linear": layer(lambda: nn.Linear(5, 4)),
        "linear_without_bias": layer(lambda: nn.Linear(5, 4, bias=False)),
        "embedding": layer(lambda: nn.Embedding(7, 5)),
        "embedding_with_padding": layer(lambda: nn.Embedding(7, 5, padding_idx=2)),
        "conv2d": layer(lambda: nn.Conv2d(2, 3, 3)),
        "layer_norm": layer(lambda: nn.LayerNorm(5)),
        "kaiming_uniform": lambda: nn.init.kaiming_uniform_(torch.empty(6, 5)),
        "xavier_uniform": lambda: nn.init.xavier_uniform_(torch.empty(6, 5), gain=0.5),
        "sequence": two_draws,
    }.items()})


def with_gradients(forward, *inputs):
    """The output of forward, and the gradient of the sum of its squares with respect to each input."""
    leaves = [i.clone().requires_grad_() for i in inputs]
    output = forward(*leaves)
    output.square().sum().backward()
    return {"output": vector(output), "gradients": [vector(leaf.grad) for leaf in leaves]}


def layers():
    x, image = wave(3, 4), wave(2, 3, 6, 6, frequency=0.3)
    tokens = torch.tensor([[0, 2, 1], [4, 2, 3]])

    def attention(query, key, value, mask=None):
        scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])
        if mask is not None:
            scores = scores + mask
        return torch.softmax(scores, -1) @ value

    causal = torch.full((5, 5), -math.inf).triu(1)
    heads = [wave(2, 2, 5, 4, phase=p) for p in (0.0, 1.0, 2.0)]
    additive = wave(5, 5, frequency=1.3)
    bn = nn.BatchNorm2d(3)
    bn_training = [bn(image), bn(image * 2)]

    result = {
        "linear": with_gradients(F.linear, x, wave(5, 4, frequency=0.4), wave(5, phase=1)),
        "layer_norm": with_gradients(lambda a, w, b: F.layer_norm(a, (4,), w, b), x, wave(4, phase=2), wave(4, phase=3)),
        "gelu": with_gradients(F.gelu, x * 3),
        "silu": with_gradients(F.silu, x * 3),
        "relu": with_gradients(F.relu, x),
        "sigmoid": with_gradients(torch.sigmoid, x * 3),
        "tanh": with_gradients(torch.tanh, x * 3),
        "softmax": with_gradients(lambda a: F.softmax(a, 1), x * 3),
        "log_softmax": with_gradients(lambda a: F.log_softmax(a, 1), x * 3),
        "normalize": with_gradients(F.normalize, x),
        "embedding": with_gradients(lambda w: F.embedding(tokens, w), wave(5, 4)),
        "conv2d": with_gradients(lambda a, w, b: F.conv2d(a, w, b, stride=2, padding=1),
                                 image, wave(4, 3, 3, 3, frequency=0.2), wave(4)),
        "conv2d_groups": with_gradients(lambda a, w: F.conv2d(a, w, groups=3), image, wave(3, 1, 2, 2)),
        "max_pool2d": with_gradients(lambda a: F.max_pool2d(a, 2), image),
        "avg_pool2d": with_gradients(lambda a: F.avg_pool2d(a, 3, 2, 1), image),
        "adaptive_avg_pool2d": with_gradients(lambda a: F.adaptive_avg_pool2d(a, (2, 3)), image),
        "pad": with_gradients(lambda a: F.pad(a, (1, 2), value=0.5), x),
        "pad_reflect": with_gradients(lambda a: F.pad(a, (1, 2), mode="reflect"), x),
        "attention": with_gradients(attention, *heads),
        "attention_causal": with_gradients(lambda q, k, v: attention(q, k, v, causal), *heads),
        "attention_masked": with_gradients(lambda q, k, v: attention(q, k, v, additive), *heads),
        "einsum": with_gradients(lambda a, b: torch.einsum("ij,kj->ik", a, b), x, wave(2, 4, phase=1)),
        "batch_norm_first": {"output": vector(bn_training[0]), "gradients": []},
        "batch_norm_second": {"output": vector(bn_training[1]), "gradients": []},
        "batch_norm_mean": {"output": vector(bn.running_mean), "gradients": []},
        "batch_norm_variance": {"output": vector(bn.running_var), "gradients": []},
        "batch_norm_evaluation": {"output": vector(bn.eval()(image)), "gradients": []},
    }
    write("layers", result)


def losses():
    logits, target = wave(4, 5) * 3, torch.tensor([1, 0, 4, 2])
    log_probabilities = F.log_softmax(logits, 1)
    other = F.softmax(wave(4, 5, frequency=0.3), 1)
    class_weights = torch.tensor([0.5, 1.0, 2.0, 1.5, 0.25])
    binary = (wave(4, 5, frequency=1.1) > 0).float()
    positive = torch.tensor([1.0, 2.0, 3.0, 0.5, 1.5])
    ignoring = torch.tensor([1, -100, 4, 3])

    def reductions(name, loss, value):
        return {f"{name}_{r}": with_gradients(lambda a: loss(a, r), value) for r in ("none", "mean", "sum")}

    result = {
        "cross_entropy_smoothed": with_gradients(lambda a: F.cross_entropy(a, target, label_smoothing=0.1), logits),
        "cross_entropy_weighted": with_gradients(lambda a: F.cross_entropy(a, target, class_weights), logits),
        "cross_entropy_ignoring_default": with_gradients(lambda a: F.cross_entropy(a, ignoring), logits),
        "cross_entropy_ignoring_four": with_gradients(lambda a: F.cross_entropy(a, target, ignore_index=4), logits),
        "cross_entropy_probabilities": with_gradients(lambda a: F.cross_entropy(a, other), logits),
        "kl_div_log_target": with_gradients(lambda a: F.kl_div(a, other.log(), log_target=True), log_probabilities),
        "kl_div_log_target_sum": with_gradients(
            lambda a: F.kl_div(a, other.log(), reduction="sum", log_target=True), log_probabilities),
        "kl_div_probabilities": with_gradients(lambda a: F.kl_div(a, other, log_target=False), log_probabilities),
        "bce_with_logits_weighted": with_gradients(
            lambda a: F.binary_cross_entropy_with_logits(a, binary, pos_weight=positive), logits),
    }
    result |= reductions("cross_entropy", lambda a, r: F.cross_entropy(a, target, reduction=r), logits)
    result |= reductions("nll", lambda a, r: F.nll_loss(a, target, reduction=r), log_probabilities)
    result |= reductions("mse", lambda a, r: F.mse_loss(a, other, reduction=r), logits)
    result |= reductions("l1", lambda a, r: F.l1_loss(a, other, reduction=r), logits)
    result |= reductions(
        "bce_with_logits", lambda a, r: F.binary_cross_entropy_with_logits(a, binary, reduction=r), logits)
    write("losses", result)


def optimizers():
    features, targets = wave(6, 3, frequency=0.9), wave(6, 2, frequency=0.5, phase=1)

    def trajectory(make, rate_at=None):
        weight, bias = wave(2, 3, phase=2).requires_grad_(), wave(2, phase=3).requires_grad_()
        frozen = wave(2, phase=4).requires_grad_()  # Takes no part in the loss: has no gradient.
        optimizer = make([weight, bias, frozen])
        steps = []
        for step in range(8):
            if rate_at is not None:
                optimizer.param_groups[0]["lr"] = rate_at(step)
            optimizer.zero_grad()
            F.mse_loss(F.linear(features, weight, bias), targets).backward()
            optimizer.step()
            steps.append(torch.cat([weight.reshape(-1), bias, frozen]).detach())
        return vector(torch.stack(steps))

    o = torch.optim
    write("optimizers", {name: trajectory(make) for name, make in {
        "sgd": lambda p: o.SGD(p, 0.1),
        "sgd_momentum": lambda p: o.SGD(p, 0.1, momentum=0.9),
        "sgd_dampening": lambda p: o.SGD(p, 0.1, momentum=0.9, dampening=0.3),
        "sgd_nesterov": lambda p: o.SGD(p, 0.05, momentum=0.8, nesterov=True, weight_decay=0.01),
        "sgd_maximize": lambda p: o.SGD(p, 0.01, maximize=True),
        "adam": lambda p: o.Adam(p, 0.1),
        "adam_decay": lambda p: o.Adam(p, 0.1, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1),
        "adam_amsgrad": lambda p: o.Adam(p, 0.3, betas=(0.9, 0.6), amsgrad=True),
        "adamw": lambda p: o.AdamW(p, 0.1, weight_decay=0.0),
        "adamw_decay": lambda p: o.AdamW(p, 0.1, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1),
        "adamw_amsgrad": lambda p: o.AdamW(p, 0.3, betas=(0.9, 0.6), weight_decay=0.05, amsgrad=True),
        "adamw_maximize": lambda p: o.AdamW(p, 0.01, weight_decay=0.0, maximize=True),
    }.items()} | {
        "adamw_warmup": trajectory(lambda p: o.AdamW(p, 0.1, weight_decay=0.1), lambda step: 0.02 * (step + 1)),
    })


def clipping():
    def clipped(maximum, kind):
        parameters = [wave(2, 3, phase=2).requires_grad_(), wave(4, phase=3).requires_grad_(), wave(2).requires_grad_()]
        for p in parameters[:2]:
            p.grad = p.detach() * 3
        norm = nn.utils.clip_grad_norm_(parameters, maximum, norm_type=kind)
        return {"norm": norm.item(), "gradients": vector(torch.cat([p.grad.reshape(-1) for p in parameters[:2]]))}

    write("clipping", {
        "below": clipped(100.0, 2.0), "above": clipped(0.5, 2.0),
        "one": clipped(0.5, 1.0), "infinity": clipped(0.5, math.inf),
    })


def schedules():
    def rates(make, steps=12, metrics=None):
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], 0.5, momentum=0.9)
        scheduler = make(optimizer)
        seen = []
        for step in range(steps):
            seen.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            if metrics is None:
                scheduler.step()
            else:
                scheduler.step(metrics[step])
        return seen

    s = lr_scheduler
    write("schedules", {
        "lambda": rates(lambda o: s.LambdaLR(o, lambda epoch: 0.95 ** epoch)),
        "step": rates(lambda o: s.StepLR(o, 3, gamma=0.5)),
        "cosine": rates(lambda o: s.CosineAnnealingLR(o, 10, eta_min=0.01)),
        "linear": rates(lambda o: s.LinearLR(o, 0.25, 1.0, total_iters=5)),
        "one_cycle": rates(lambda o: s.OneCycleLR(o, 1.0, total_steps=12), steps=11),
        "plateau": rates(lambda o: s.ReduceLROnPlateau(o, factor=0.5, patience=2),
                         metrics=[1.0, 0.9, 0.9, 0.9, 0.9, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8]),
        "sequential": rates(lambda o: s.SequentialLR(
            o, [s.LinearLR(o, 0.25, 1.0, total_iters=4), s.CosineAnnealingLR(o, 8)], [4])),
    })


class Block(nn.Module):
    def __init__(self, width, heads, hidden):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, hidden), nn.Linear(hidden, width)
        self.heads = heads

    def forward(self, x):
        b, t, c = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(b, t, 3, self.heads, c // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        scores = (q @ k.transpose(-2, -1)) / math.sqrt(c // self.heads)
        scores = scores.masked_fill(torch.ones(t, t, dtype=torch.bool).triu(1), -math.inf)
        x = x + self.proj((scores.softmax(-1) @ v).transpose(1, 2).reshape(b, t, c))
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class Transformer(nn.Module):
    def __init__(self, vocabulary, length, width, heads, hidden, depth):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(vocabulary, width), nn.Embedding(length, width)
        self.blocks = nn.ModuleList(Block(width, heads, hidden) for _ in range(depth))
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, vocabulary, bias=False)

    def forward(self, ids):
        x = self.tokens(ids) + self.positions(torch.arange(ids.shape[1]))
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x))


def training():
    torch.set_num_threads(1)
    torch.manual_seed(7)
    model = Transformer(vocabulary=41, length=12, width=32, heads=4, hidden=64, depth=2)
    ids = torch.randint(0, 41, (8, 13))
    optimizer = torch.optim.AdamW(model.parameters(), 3e-3, weight_decay=0.01)
    seen, norms = [], []
    for _ in range(30):
        optimizer.zero_grad()
        logits = model(ids[:, :-1])
        loss = F.cross_entropy(logits.reshape(-1, 41), ids[:, 1:].reshape(-1))
        loss.backward()
        norms.append(nn.utils.clip_grad_norm_(model.parameters(), 1.0).item())
        optimizer.step()
        seen.append(loss.item())
    write("training", {
        "losses": seen, "norms": norms,
        "parameters": [name for name, _ in model.named_parameters()],
        "count": sum(p.numel() for p in model.parameters()),
    })


if __name__ == "__main__":
    VECTORS.mkdir(exist_ok=True)
    for stage in (random_numbers, layers, losses, optimizers, clipping, schedules, training):
        stage()
