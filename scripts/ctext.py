"""What the style scripts share: the list of our C files, and their text without comments or strings."""

import os
import re

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
C_ENDINGS = (".c", ".h", ".cc", ".cpp")

_TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def c_files(*folders, endings=C_ENDINGS):
    """Paths relative to the root of the C files below the folders, sorted."""
    found = []
    for folder in folders:
        for where, subfolders, names in os.walk(os.path.join(ROOT, folder)):
            subfolders[:] = [s for s in subfolders if s not in ("node_modules", "corpus", "regression")]
            found += [os.path.relpath(os.path.join(where, n), ROOT) for n in names if n.endswith(endings)]
    return sorted(found)


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8", errors="replace") as file:
        return file.read()


def _blank(text, keep=""):
    return keep + re.sub(r"[^\n]", " ", text[len(keep):])


def without_comments(text, strings=True):
    """The text with comments blanked (and strings too when strings is False); lines keep their numbers."""

    def replace(match):
        token = match.group(0)
        if token.startswith("/"):
            return _blank(token)
        if strings or len(token) < 2:
            return token
        return token[0] + " " * (len(token) - 2) + token[0]

    return _TOKEN.sub(replace, text)


def line_kinds(text):
    """(code, comment, blank): how many lines hold code, only a comment, nothing."""
    code = comment = blank = 0
    for raw, bare in zip(text.split("\n"), without_comments(text).split("\n")):
        if bare.strip():
            code += 1
        elif raw.strip():
            comment += 1
        else:
            blank += 1
    return code, comment, blank
