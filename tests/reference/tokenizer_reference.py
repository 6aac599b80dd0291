"""Tokenizers written from their publications, without a look at FedK8s: byte-level BPE, SentencePiece-style BPE, WordPiece.

Small vocabularies are trained here on the text below, written as tokenizer.json, and used to encode ordinary and hostile
texts. Needs the package regex, because Python's own re has no Unicode categories. With a folder as its argument it also
encodes the texts there with the vocabulary of llama2.c's stories260K and writes what comes out as counts and hashes.
"""
import hashlib
import json
import os
import random
import struct
import sys
import unicodedata
from collections import Counter

import regex

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "vectors", "tokenizers")

GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
LLAMA3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
          r"|\s*[\r\n]+|\s+(?!\S)|\s+")
QWEN2 = LLAMA3.replace(r"\p{N}{1,3}", r"\p{N}")
OTHER = r"\p{Lu}?\p{Ll}+|\p{N}+|\s+|[^\s\p{Ll}\p{N}]"

TRAINING = """
The lighthouse keeper counted the ships that passed in the night, and he wrote their names into a book. There were
thirteen of them on Monday, seven on Tuesday, and none at all on Wednesday, because of the storm. "It's not the wind that I
don't like," he said, "it's the waiting." She'd heard that before; they'll say it again. We've seen 2024, 1999 and 12345.
In the morning the keeper walked down the stairs, counted them again (there were one hundred and seven), and waited for
the boat. The boat was late. The boat was always late. Nobody knew why, and nobody asked. 'What if it never comes?' the
keeper thought; then he thought that thinking was not counting, and went on counting: one, two, three, four, five, six.
Der Wärter zählte die Schiffe, die in der Nacht vorüberfuhren, und schrieb ihre Namen in ein Buch. Größe, Straße, Fluß.
Le gardien comptait les navires qui passaient la nuit; l'été, il n'y en avait guère. Où est-il allé? À côté du château.
Сторож считал корабли, которые проходили ночью. Ο φύλακας μετρούσε τα πλοία. 灯台の番人は船を数えた。灯塔看守人数着船只。
등대지기는 배를 세었다. def count(ships):\n    return len([ship for ship in ships if ship.passed]) + 1\n
"""

TEXTS = [
    "", " ", "  ", "\n", " \n ", "a", "The keeper counted the ships.", "The  keeper   counted\tthe\n\nships. ",
    "it's IT'S they'll THEY'LL don't I'd 'sword 'S 'ſ '", "We've seen 12345 ships in 2024, 1234567 in all: ½ ², Ⅷ ٣٤٥.",
    "Größe Straße château côté Où À Å Ṩ ẛ̣", "Größe côté ṩ", "灯台の番人は船を数えた。", "한국어 등대지기 한국",
    "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇩🇪", "a\u200db\u200cc\u200b \ufeffd", "\x00\x01\x1c\x1f\x7f\x85\xa0\u2028\u2029\u3000x", "x\r\ny\r\n\r\n  z\r",
    "w" * 300, "ab" * 500, "the" * 100 + " " + "1" * 50, "-" * 70 + ">" * 5 + "!!!\n\n\n", "𝒜𝓁𝓅𝒽𝒶 𐐷𐐲 𠀀𠀁 𝟘𝟙𝟚 𐄂",
    "$100 + 20% = €120; #tag @user <tag/> [CLS] a_b~c^d`e", "<|endoftext|>", "a<|endoftext|> b <|endoftext|>", "İstanbul ΑΣ ǅ ﬁ Ⓐ",
    "\u0301\u0302 e\u0301\u0323 q\u0323\u0301", "don't\u2019t  do\u00adnot", "\ufffd\ufffe\U0010ffff\ue000", "▁ ▁▁a ▁b",
    "'ſa it'ſb I'Lla", "a\u0305\u0301 o\u0305\u0323\u0302",
]

POOLS = ["abcdefghij", "etaoin shrdlu", "  \t\n\r", "0123456789", "'sStTmMdDlLrRvVeE", ".,;:!?-_()[]{}<>|/\\\"`~^+=*&%$#@",
         "äöüßéèêñçøåÅÉ", "\u0300\u0301\u0323\u0327\u0308", "абвгдежΑΒΓαβγςσ", "船灯台数한국어ひらカタ", "👍👩\u200d🏽🇩🇪️", "𝒜𐐷𠀀𝟘",
         "\u00a0\u2003\u3000\u2028\x85", "\x00\x07\x1b\u200b\ufeff\u00ad", "▁½²Ⅷ٣"]


def texts():
    generator = random.Random(20240607)
    result = list(TEXTS)
    for _ in range(100):
        pools = generator.sample(POOLS, generator.randint(1, 5))
        result.append("".join(generator.choice(generator.choice(pools)) for _ in range(generator.randint(1, 40))))
    return result


# ---------------------------------------------------------------- byte pairs

def byte_characters():
    """Radford et al. 2019: printable bytes of Latin-1 stand for themselves, the others for U+0100 and on."""
    table, following = {}, 0x100
    for value in range(256):
        if 0x21 <= value <= 0x7E or 0xA1 <= value <= 0xFF and value != 0xAD:
            table[value] = chr(value)
        else:
            table[value], following = chr(following), following + 1
    return table


BYTES = byte_characters()


def to_bytes(text):
    return "".join(BYTES[value] for value in text.encode("utf-8"))


def train(words, count, allowed=lambda joined: True):
    """Sennrich et al. 2016, algorithm 1; of equally frequent pairs the alphabetically first."""
    counts = Counter(words)
    spelt = {word: list(word) for word in counts}
    merges = []
    while len(merges) < count:
        pairs = Counter()
        for word, symbols in spelt.items():
            for pair in zip(symbols, symbols[1:]):
                pairs[pair] += counts[word]
        pairs = {pair: number for pair, number in pairs.items() if allowed("".join(pair))}
        if not pairs:
            break
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(best)
        for symbols in spelt.values():
            i = 0
            while i + 1 < len(symbols):
                if (symbols[i], symbols[i + 1]) == best:
                    symbols[i:i + 2] = ["".join(best)]
                i += 1
    return merges


def merge(symbols, ranks):
    """Of all pairs side by side the one with the lowest rank, the leftmost of equals, until none has a rank."""
    symbols = list(symbols)
    while True:
        found = [(ranks[pair], i) for i, pair in enumerate(zip(symbols, symbols[1:])) if pair in ranks]
        if not found:
            return symbols
        i = min(found)[1]
        symbols[i:i + 2] = [symbols[i] + symbols[i + 1]]


def byte_level(name, pattern, normalization=None, whole_first=False, pairs=False, prefix=False):
    normal = (lambda text: unicodedata.normalize(normalization, text)) if normalization else (lambda text: text)
    words = [to_bytes(word) for word in regex.findall(pattern, normal(TRAINING))]
    merges = train(words, 400)
    tokens = sorted(BYTES.values()) + ["".join(pair) for pair in merges]
    if whole_first:
        tokens.append(to_bytes(" lighthouses"))  # reached by no merge
    vocab = {token: i for i, token in enumerate(dict.fromkeys(tokens))}
    special = {"id": len(vocab), "content": "<|endoftext|>", "single_word": False, "lstrip": False, "rstrip": False,
               "normalized": False, "special": True}
    ranks = {pair: rank for rank, pair in enumerate(merges)}

    def encode(text):
        ids = []
        for i, part in enumerate(text.split("<|endoftext|>")):
            if i:
                ids.append(special["id"])
            part = normal(part)
            if prefix and part and not part.startswith(" "):
                part = " " + part
            for word in regex.findall(pattern, part):
                word = to_bytes(word)
                symbols = [word] if whole_first and word in vocab else merge(word, ranks)
                ids.extend(vocab[symbol] for symbol in symbols)
        return ids

    split = {"type": "Split", "pattern": {"Regex": pattern}, "behavior": "Isolated", "invert": False}
    plain = {"type": "ByteLevel", "add_prefix_space": prefix, "trim_offsets": True, "use_regex": pattern == GPT2}
    file = {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": [special],
        "normalizer": {"type": normalization} if normalization else None,
        "pre_tokenizer": plain if pattern == GPT2 else {"type": "Sequence", "pretokenizers": [split, plain]},
        "post_processor": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": False, "use_regex": True},
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
        "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": "",
                  "end_of_word_suffix": "", "fuse_unk": False, "byte_fallback": False, "ignore_merges": whole_first,
                  "vocab": vocab, "merges": [list(pair) if pairs else " ".join(pair) for pair in merges]},
    }
    write(name, file, encode)


def sentence_piece(name, across_words):
    """Kudo and Richardson 2018 with byte fallback, as Llama 2 has it: one piece, a sign before it and for each space."""
    text = regex.sub(r"\s+", "▁", TRAINING)
    pieces = [text[i:i + 60] for i in range(0, len(text), 60)] if across_words else regex.findall("▁?[^▁]*", text)
    pieces = [piece for piece in pieces if piece]
    merges = train(pieces, 300)
    letters = sorted({letter for letter in text if letter not in "xzйφ"})  # some fall back to bytes
    tokens = ["<unk>", "<s>", "</s>"] + [f"<0x{value:02X}>" for value in range(256)] + ["".join(pair) for pair in merges] + letters
    merges = [pair for pair in merges if not set("xzйφ") & set("".join(pair))]
    vocab = {token: i for i, token in enumerate(dict.fromkeys(tokens))}
    ranks = {pair: rank for rank, pair in enumerate(merges)}

    def encode(text):
        if not text:
            return []
        symbols = []
        for letter in "▁" + text.replace(" ", "▁"):
            symbols += [letter] if letter in vocab else [f"<0x{value:02X}>" for value in letter.encode("utf-8")]
        return [vocab[symbol] for symbol in merge(symbols, ranks)]

    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    file = {
        "version": "1.0", "added_tokens": [{"id": i, "content": tokens[i], **flags} for i in range(3)],
        "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "Prepend", "prepend": "▁"}, {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]},
        "pre_tokenizer": None,
        "post_processor": {"type": "TemplateProcessing",
                           "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
                           "pair": [], "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}}},
        "decoder": {"type": "Sequence", "decoders": [
            {"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"},
            {"type": "Strip", "content": " ", "start": 1, "stop": 0}]},
        "model": {"type": "BPE", "dropout": None, "unk_token": "<unk>", "continuing_subword_prefix": None,
                  "end_of_word_suffix": None, "fuse_unk": True, "byte_fallback": True,
                  "vocab": vocab, "merges": [" ".join(pair) for pair in merges]},
    }
    write(name, file, encode)


# ---------------------------------------------------------------- words

def is_space(character):
    return character in "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" or "\u2000" <= character <= "\u200a"


def is_punctuation(character):
    return unicodedata.category(character)[0] == "P" or character in "$+<=>^`|~"


def is_ideograph(code):
    return any(first <= code <= last for first, last in [
        (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0xF900, 0xFAFF),
        (0x2F800, 0x2FA1F)])


def word_pieces(name, lower):
    """Devlin et al. 2018, as their published tokenizer does it."""
    def normal(text):
        clean = "".join(" " if c in "\t\n\r" or is_space(c) and unicodedata.category(c) != "Cc" else c for c in text
                        if c in "\t\n\r" or c != "\ufffd" and unicodedata.category(c) not in ("Cc", "Cf", "Co"))
        clean = "".join(f" {c} " if is_ideograph(ord(c)) else c for c in clean)
        if lower:
            clean = "".join(c for c in unicodedata.normalize("NFD", clean) if unicodedata.category(c) != "Mn")
            clean = "".join(c.lower() for c in clean)
        return clean

    def words(text):
        result, word = [], ""
        for c in normal(text):
            if is_space(c) or is_punctuation(c):
                result += [word] if word else []
                result += [] if is_space(c) else [c]
                word = ""
            else:
                word += c
        return result + ([word] if word else [])

    counts = Counter(words(TRAINING))
    pieces = Counter()
    for word, number in counts.items():
        for start in range(len(word)):
            for end in range(start + 1, min(len(word), start + 6) + 1):
                pieces[("##" if start else "") + word[start:end]] += number
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokens += sorted(piece for piece in pieces if len(piece.replace("##", "")) == 1 and piece not in ("q", "##q"))
    tokens += [piece for piece, _ in sorted(pieces.items(), key=lambda item: (-item[1], item[0])) if piece not in tokens][:400]
    vocab = {token: i for i, token in enumerate(tokens)}

    def encode_word(word):
        if len(word) > 100:
            return ["[UNK]"]
        result, start = [], 0
        while start < len(word):
            found = next((end for end in range(len(word), start, -1)
                          if ("##" if start else "") + word[start:end] in vocab), None)
            if found is None:
                return ["[UNK]"]
            result.append(("##" if start else "") + word[start:found])
            start = found
        return result

    def encode(text):
        ids = []
        for i, part in enumerate(text.split("[CLS]")):
            ids += [vocab["[CLS]"]] if i else []
            ids += [vocab[piece] for word in words(part) for piece in encode_word(word)]
        return ids

    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    file = {
        "version": "1.0", "added_tokens": [{"id": i, "content": tokens[i], **flags} for i in range(5)],
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None,
                       "lowercase": lower},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {"type": "TemplateProcessing", "single": [
            {"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
            {"SpecialToken": {"id": "[SEP]", "type_id": 0}}], "pair": [], "special_tokens": {
                "[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]},
                "[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]}}},
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                  "max_input_chars_per_word": 100, "vocab": vocab},
    }
    write(name, file, encode)


# ---------------------------------------------------------------- llama2.c

def llama2c(folder):
    """The algorithm in the README of ../shared/data/stories260k; a dictionary from text to id stands for the search."""
    with open(os.path.join(folder, "stories260k", "tok512.bin"), "rb") as file:
        data = file.read()
    scores, ids, position = [], {}, 4
    while position < len(data):
        score, length = struct.unpack_from("<fi", data, position)
        text = data[position + 8:position + 8 + length]
        ids.setdefault(text, len(scores))
        scores.append(score)
        position += 8 + length
    names = {i: text for text, i in ids.items()}

    def encode(text):
        tokens = [ids[b" "]] if text else []
        for letter in text:
            data = letter.encode("utf-8")
            tokens += [ids[data]] if data in ids else [value + 3 for value in data]
        while True:
            best = None
            for i in range(len(tokens) - 1):
                joined = ids.get(names[tokens[i]] + names[tokens[i + 1]])
                if joined is not None and (best is None or scores[joined] > scores[best[1]]):
                    best = (i, joined)
            if best is None:
                return tokens
            tokens[best[0]:best[0] + 2] = [best[1]]

    def summary(text):
        lines = [encode(line) for line in text.split("\n")]
        flat = [i for line in lines for i in line + [-1]]
        return {"count": sum(map(len, lines)), "sha256": hashlib.sha256(struct.pack(f"<{len(flat)}i", *flat)).hexdigest()}

    names_of_files = ["tinyshakespeare/input.txt", "tinystories-sample/tinystories.txt"]
    result = {"stories": [{"text": text, "ids": encode(text)} for text in STORIES],
              "ids": [None if "▁" in text else encode(text) for text in texts()],
              "files": {name: summary(open(os.path.join(folder, name), encoding="utf-8").read()) for name in names_of_files}}
    save(os.path.join(OUT, "stories260k.json"), result)


STORIES = ["Once upon a time, there was a little girl named Lily.",
           "ROMEO: But soft, what light through yonder window breaks?"]


def save(path, content):
    with open(path, "w", encoding="ascii", newline="\n") as file:
        json.dump(content, file, ensure_ascii=True, separators=(",", ":"))
        file.write("\n")


def write(name, tokenizer, encode):
    os.makedirs(os.path.join(OUT, name), exist_ok=True)
    save(os.path.join(OUT, name, "tokenizer.json"), tokenizer)
    save(os.path.join(OUT, name, "ids.json"), [encode(text) for text in texts()])


def normal_forms():
    forms = ("NFC", "NFD", "NFKC", "NFKD")
    cases = [{form: unicodedata.normalize(form, text) for form in forms if unicodedata.normalize(form, text) != text}
             for text in texts()]
    codes = [code for code in range(0x30000) if unicodedata.category(chr(code)) not in ("Cn", "Cs")]
    hashes = {}
    for form in forms:
        hashes[form] = hashlib.sha256("".join(
            unicodedata.normalize(form, chr(code)) + "\n" for code in codes).encode("utf-8")).hexdigest()
    save(os.path.join(OUT, "normal_forms.json"), {"cases": cases, "characters": {
        "first": [run[0] for run in runs(codes)], "last": [run[1] for run in runs(codes)], "sha256": hashes}})


def runs(codes):
    result = []
    for code in codes:
        if result and result[-1][1] == code - 1:
            result[-1][1] = code
        else:
            result.append([code, code])
    return result


if __name__ == "__main__":
    os.makedirs(OUT, exist_ok=True)
    byte_level("gpt2", GPT2)
    byte_level("roberta", GPT2, prefix=True)
    byte_level("llama3", LLAMA3, whole_first=True, pairs=True)
    byte_level("qwen2", QWEN2, normalization="NFC")
    byte_level("expression", OTHER)
    sentence_piece("llama2", across_words=False)
    sentence_piece("across_words", across_words=True)
    word_pieces("bert", lower=True)
    word_pieces("bert_cased", lower=False)
    normal_forms()
    save(os.path.join(OUT, "texts.json"), texts())
    if len(sys.argv) > 1:
        llama2c(sys.argv[1])
