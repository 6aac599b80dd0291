"""Writes decompositions.txt: what Unicode's normal forms need, from Python's own tables. Run it again for newer tables."""
import sys
import unicodedata as u

lines = [f"# Unicode {u.unidata_version}, by decompositions.py. A line is a character and what it decomposes into;",
         "# '!' before it: canonically, but never composed again; '~': by compatibility only. '@' is a combining class."]
for code in range(sys.maxunicode + 1):
    character = chr(code)
    decomposition = u.decomposition(character)
    if decomposition and not 0xAC00 <= code <= 0xD7A3:
        parts = decomposition.split()
        if parts[0].startswith("<"):
            mark, parts = "~", parts[1:]
        else:
            mark = "" if len(parts) == 2 and u.normalize("NFC", character) == character else "!"
        lines.append(f"{mark}{code:04X} {' '.join(parts)}")

start = None
classes = [u.combining(chr(code)) for code in range(sys.maxunicode + 1)] + [0]
for code, value in enumerate(classes):
    if start is not None and value != classes[start]:
        lines.append(f"@{classes[start]} {start:04X} {code - 1:04X}")
        start = None
    if start is None and value:
        start = code

with open(__file__.replace("decompositions.py", "decompositions.txt"), "w", encoding="ascii", newline="\n") as file:
    file.write("\n".join(lines) + "\n")
