#!/usr/bin/env python3
"""LibreOffice opens our CSV as a spreadsheet, quoted fields as text: every cell must hold what the triple stream says,
to the 15 digits that spreadsheets have, and no cell may be a formula. Usage: see interop_support.py."""
import csv
import math
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import consumers
from interop_support import Inputs, Report, need, short

(openpyxl,) = need("openpyxl")
from expected_graph import Graph  # noqa: E402  (needs what `need` has looked for)
from graph_properties import Properties  # noqa: E402

# Comma, quote, UTF-8, from line 1, columns by their looks, English, quoted fields as text, numbers told by their form.
FILTER = "CSV:44,34,76,1,,1033,true,true"
CELL = 32767  # characters, Excel's limit
FORMULA = re.compile("[=+\\-@\uff1d\uff0b\uff0d\uff20\t\r\n]")


def cell_text(text):
    """What csv.h says of a cell: harmless to a spreadsheet, controls replaced, line breaks line feeds."""
    text = re.sub("\r\n?", "\n", text)
    guard = "'" if FORMULA.match(text) else ""
    return guard + re.sub("[\x00-\x08\x0b-\x1f]", "\ufffd", text)


def expected_cells(properties):
    """Column -> value of one row; a list is its texts with "; " between them."""
    cells = {}
    for name, value in properties.items():
        if isinstance(value, list) and name == "evidence":
            continue  # compared by the reader of CSV below, which keeps JSON as it is
        cells[name] = cell_text("; ".join(value)) if isinstance(value, list) else (
            cell_text(value) if isinstance(value, str) else float(value))
    return cells


def convert(folder):
    """Makes a workbook of every table in the folder, by LibreOffice."""
    office = consumers.command("soffice", "libreoffice-calc-nogui")
    subprocess.run([office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
                    f"--infilter={FILTER}", "--convert-to", "xlsx", "--outdir", folder, *sorted(folder.glob("*.csv"))],
                   capture_output=True, check=True, timeout=300)


def workbook_rows(path):
    """Rows as dictionaries of cells; formulas are kept as such."""
    rows = openpyxl.load_workbook(path).active.iter_rows()
    names = [cell.value for cell in next(rows)]
    return [dict(zip(names, row)) for row in rows]


def row_differences(key, expected, row):
    """A row has more columns than GraphML has properties, names of ends among them; none of ours may be missing."""
    for name, want in expected.items():
        cell = row.get(name)
        if cell is None:
            yield f"{key}: no column {name}"
            continue
        found = float(cell.value) if isinstance(cell.value, (int, float)) else cell.value
        if isinstance(want, str):  # non-characters are written so in a workbook
            want = want[:CELL].replace("\ufffe", "_xfffe_").replace("\uffff", "_xffff_")
        near = isinstance(want, float) and isinstance(found, float) and math.isclose(
            want, found, rel_tol=1e-14, abs_tol=sys.float_info.min)
        if cell.data_type == "f" or not near and found != want:
            yield f"{key}, {name}: expected {short(want)}, found {short(found)} ({cell.data_type})"


def plain_differences(path, expected):
    """Python's reader of CSV sees each text as it was, evidence as the JSON of the stream."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    if rows.keys() != expected.keys():
        return [f"{path.name}: other ids than the graph's"]
    return [f"{key}, {name}: is {short(rows[key][name])}" for key, cells in expected.items()
            for name, want in cells.items() if isinstance(want, str) and rows[key][name] != want]


def main():
    consumers.command("soffice", "libreoffice-calc-nogui")
    inputs, report = Inputs(__doc__), Report()
    with tempfile.TemporaryDirectory() as temporary:
        made = []
        for number, folder in enumerate(inputs):
            properties, tables = Properties(Graph(folder)), inputs.export(folder, "csv", "csv")
            for table, elements in (("nodes", properties.nodes), ("edges", properties.edges)):
                path = pathlib.Path(temporary, f"{number}-{table}.csv")
                shutil.copy(tables / f"{table}.csv", path)
                expected = {key: expected_cells({k: v for k, v in said.items() if k not in DROPPED[table]})
                            for key, said in elements.items()}
                made.append((folder, f"{folder.name}, {table}.csv ({len(expected)} rows)", expected, path))
        convert(pathlib.Path(temporary))
        for folder, name, expected, path in made:
            print(name)
            report.same(plain_differences(path, expected), name)
            rows = {row["id"].value: row for row in workbook_rows(path.with_suffix(".xlsx"))}
            if path.stem.endswith("nodes"):
                inputs.record(folder, "LibreOffice (CSV)", {key: {name: cell.value for name, cell in row.items() if
                                                                 cell.value is not None} for key, row in rows.items()})
            report.check(rows.keys() == expected.keys(), f"{name}: other rows by LibreOffice")
            report.same([fault for key, cells in expected.items() for fault in
                         row_differences(key, cells, rows.get(key, {}))], f"{name} by LibreOffice")
    report.finish()


# Neo4j's labels, what drawing needs, and what other columns say.
DROPPED = {"nodes": {"labels", "name", "uid", "size", "color"}, "edges": {"", "sid", "interaction"}}

if __name__ == "__main__":
    main()
