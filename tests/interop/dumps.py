"""What programs in Java hold, as java/Json.java writes it: one JSON object a line, values with their types."""
import json

PYTHON = {"string": str, "int": int, "long": int, "double": float, "float": float,
          "boolean": {"true": True, "false": False}.get}


def value(typed):
    (kind, text), = typed.items()
    return [PYTHON[kind[:-2]](item) for item in text] if kind.endswith("[]") else PYTHON[kind](text)


def read(path):
    """The lines as dictionaries, `properties` with Python's types."""
    with open(path, encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            if "properties" in line:
                line["properties"] = {key: value(typed) for key, typed in line["properties"].items()}
            yield line
