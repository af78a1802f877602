"""Numbers of automatic lists as they are shown: "1.", "a)", "II.", "2.1" – how one number is written in one format."""

# ruff: noqa: E501 -- a table is read row by row

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
# Bullets drawn with a symbol font stand at private places; told by what they look like.
_SYMBOLS = {
    "\uf02d": "-", "\uf0b7": "•", "\uf0a7": "▪", "\uf0a8": "▪", "\uf06e": "▪", "\uf071": "▪", "\uf0d8": "•", "\uf0fc": "-",
    "\uf076": "•", "\uf02b": "+", "\uf02a": "*", "·": "•", "o": "•", "§": "▪", "ü": "-", "Ø": "•", "v": "•", "q": "▪",
    "−": "-", "‑": "-", "‐": "-",
}  # fmt: skip


def written(number: int, form: str) -> str:
    """`number` in the format `form` (names of WordprocessingML): decimal, lowerLetter, upperRoman …; "" for none."""
    if form == "none" or number < 0:
        return ""
    if form == "decimalZero":
        return f"{number:02d}"
    if number == 0 or number > 20_000:
        return str(number)
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return roman.upper() if form == "upperRoman" else roman
    return str(number)


def _roman(number: int) -> str:
    out = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        out.append(letters * count)
    return "".join(out)


def bullet(char: str) -> str:
    """The sign of a bulleted level as it is seen."""
    char = char.strip()
    if char in _SYMBOLS:
        return _SYMBOLS[char]
    return "•" if char and "\ue000" <= char[0] <= "\uf8ff" else char
