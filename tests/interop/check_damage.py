"""check_damage.py FOLDER: the checks of this folder must fail on a graph folder in which one value is changed."""

import pathlib
import shutil
import subprocess
import sys
import tempfile

from expected_graph import Check

# script, file, what is changed into what
DAMAGE = [
    ("check_graphml.py", "graph.graphml", '<data key="n_mentions">1<', '<data key="n_mentions">2<'),
    ("check_graphml.py", "graph.graphml", '<data key="e_status">planned<', '<data key="e_status">done<'),
    ("check_graphml.py", "graph.graphml", '"start":', '"start":1'),
    ("check_graphml.py", "graph.graphml", ' attr.list="string"', ""),
    ("check_graphml.py", "graph.strict.graphml", '<data key="n_amount_value">', '<data key="n_amount_value">1'),
    ("check_jsonld.py", "graph.jsonld", '"mentions":"1"', '"mentions":1'),
    ("check_jsonld.py", "graph.jsonld", '"status":"planned"', '"status":"done"'),
    ("check_jsonld.py", "graph.jsonld", '"start":"', '"start":"1'),
    ("check_jsonld.py", "graph.jsonld", '"@type":"City","@id":"https://mailuo.dev/policy/e/', '"@type":"City","@id":"_:'),
    ("check_xsd.py", "graph.strict.graphml", '<edge id="', '<edge label="x" id="'),
    ("check_xsd.py", "graph.graphml", '<edge id="s_', '<edge id="/s_'),
]


def main():
    here, folder = pathlib.Path(__file__).parent, pathlib.Path(sys.argv[1])
    check = Check("check_damage")
    for script, name, old, new in DAMAGE:
        with tempfile.TemporaryDirectory() as directory:
            copy = pathlib.Path(directory) / "graph"
            shutil.copytree(folder, copy)
            text = (copy / name).read_text(encoding="utf-8")
            check.true(f"{name} has {old}", old in text)
            (copy / name).write_text(text.replace(old, new, 1), encoding="utf-8")
            run = subprocess.run([sys.executable, "-B", str(here / script), str(copy)], capture_output=True, text=True)
            if run.returncode == 77:
                print(run.stdout.strip())
                continue
            check.true(f"{script} saw that {old} became {new}", run.returncode == 1 and "failed" in run.stdout)
    return check.close()


if __name__ == "__main__":
    sys.exit(main())
