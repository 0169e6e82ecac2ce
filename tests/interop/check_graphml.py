"""check_graphml.py FOLDER...: reads graph.graphml (and graph.strict.graphml, where it is) of graph folders with
NetworkX and compares every node, edge and property with the triple stream. The form is checked on the bytes."""

import json
import pathlib
import re
import sys

import networkx

from expected_graph import BASE, Check, Graph


def xml(text):
    """What XML 1.0 keeps of a text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)


def present(properties):
    return {key: value for key, value in properties.items() if value not in (None, "")}


def literal_properties(literal, prefix, text_key):
    top = literal.get("value_max")
    return {text_key: xml(literal["text"]), prefix + "value": float(literal["value"]),
            (prefix + "max" if prefix else "value_max"): None if top is None else float(top),
            prefix + "unit": xml(literal["unit"] or ""), prefix + "approx": xml(literal["approx"] or "")}


def node_properties(node, colors):
    name = xml(node["name"])
    properties = {"labels": ":" + xml(node["type"]).replace(":", "_"), "label": name, "name": name,
                  "kind": xml(node["type"]), "uid": node["id"], "iri": f"{BASE}e/{node['id']}",
                  "mentions": node["mentions"], "color": colors.get(node["type"]),
                  "size": round((8 + 4 * node["mentions"] ** 0.5) * 10 + 1e-9) / 10,
                  "aliases": [json_in_xml(a) for a in node["aliases"]] or None, "articles": node["articles"] or None}
    if "literal" in node:
        properties.update(literal_properties(node["literal"], "", "text"))
    if "amount" in node:
        properties.update(literal_properties(node["amount"], "amount_", "amount_text"))
        properties["amount_status"] = xml(node["amount_status"])
    if node["kind"] == "article":
        properties.update(title=name, document=xml(node["source"]), date=xml(node["date"]),
                          statements=node["statements"])
    return present(properties)


def edge_properties(edge, symmetric, names):
    best = edge["best"]
    properties = {"label": xml(edge["predicate"]), "interaction": xml(edge["predicate"]), "sid": edge["id"],
                  "weight": float(len(edge["evidence"])), "status": xml(edge["status"]),
                  "confidence": edge["confidence"], "symmetric": 1 if edge["predicate"] in symmetric else None,
                  "evidence_source": xml(best["source"]), "evidence_article": best["article"],
                  "evidence_start": best["start"], "evidence_end": best["end"], "evidence_text": xml(best["text"]),
                  "evidence_rule": xml(best["rule"])}
    for key, value in edge["qualifiers"].items():
        properties[names.get(key, key)] = xml(value)
    return present(properties)


def json_in_xml(value):
    """JSON escapes most of what XML cannot say; two non-characters it does not."""
    if isinstance(value, dict):
        return {json_in_xml(k): json_in_xml(v) for k, v in value.items()}
    return re.sub("[\ufffe\uffff]", "\ufffd", value) if isinstance(value, str) else value


def check_form(check, text, rich):
    check.true("no DOCTYPE, no default", "<!DOCTYPE" not in text and "<default" not in text)
    check.true("no numeric reference", "&#" not in text)
    check.true("keys, then nodes, then edges", 0 < text.rfind("<key ") < text.find("<graph ")
               and text.rfind("<node ") < (text.find("<edge ") if "<edge " in text else len(text)))
    ids = re.findall(r'<(?:key|node|edge) id="([^"]*)"', text)
    check.true("ids are NMTOKEN", all(re.fullmatch(r"[A-Za-z0-9_.-]+", i) for i in ids))
    for element in ("key", "node", "edge"):
        own = [i.lower() for i in re.findall(rf'<{element} id="([^"]*)"', text)]
        check.equal(f"ids of {element} are unique in any case", len(own), len(set(own)))
    edges = re.findall(r'<edge [^>]*>\n *<data key="(\w+)">', text)
    check.true("label is the first data of every edge", set(edges) <= {"label"} and len(edges) == text.count("<edge "))
    check.equal("edges with a label attribute", len(re.findall(r'<edge [^>]* label="', text)), len(edges) if rich else 0)
    check.equal("list keys", text.count('attr.list="string"'), 2 if rich else 0)




def check_file(check, path, graph, ontology, rich):
    text = path.read_text(encoding="utf-8")
    check_form(check, text, rich)
    colors = {t["name"]: t["color"] for t in ontology["types"] if "color" in t}
    symmetric = {r["name"] for r in ontology["relations"] if r.get("symmetric")}
    read = networkx.read_graphml(path, force_multigraph=True)
    check.true("directed", read.is_directed())
    check.equal("nodes", sorted(read.nodes), sorted(graph.nodes))
    for id_, data in read.nodes(data=True):
        if id_ not in graph.nodes:
            continue
        found = dict(data)
        for key in ("aliases", "articles"):
            if key in found:
                found[key] = json.loads(found[key])
        check.equal(f"node {id_}", found, node_properties(graph.nodes[id_], colors))
    edges = {key: (s, o, data) for s, o, key, data in read.edges(keys=True, data=True)}
    check.equal("edges", sorted(edges), sorted(graph.edges))
    declared = re.findall(r'<key id="q_[^"]*" for="edge" attr.name="([^"]*)"', text)
    for id_, (s, o, data) in edges.items():
        if id_ not in graph.edges:
            continue
        edge, found = graph.edges[id_], dict(data)
        found.pop("id", None)
        pieces = [dict(p, qualifiers=p.get("qualifiers", {})) for p in json.loads(found.pop("evidence"))]
        check.equal(f"edge {id_} evidence", pieces, [json_in_xml(piece) for piece in edge["evidence"]])
        check.equal(f"edge {id_} ends", (s, o), (edge["subject"], edge["object"]))
        if any(name.startswith("qualifier_") for name in declared):  # odd qualifiers go by other names
            plain = edge_properties(edge, symmetric, {q: f"qualifier {q}" for q in edge["qualifiers"]})
            check.equal(f"edge {id_} values", sorted(map(str, found.values())), sorted(map(str, plain.values())))
        else:
            check.equal(f"edge {id_}", found, edge_properties(edge, symmetric, {}))


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    text = (root / "schemas/ontologies/policy.json").read_text(encoding="utf-8")
    text = re.sub(r"^\s*//.*$", "", text, flags=re.M)
    ontology = json.loads(re.sub(r",(\s*[\]}])", r"\1", text))
    check = Check("check_graphml")
    for folder in map(pathlib.Path, sys.argv[1:]):
        graph = Graph(folder)
        check_file(check, folder / "graph.graphml", graph, ontology, True)
        if (folder / "graph.strict.graphml").exists():
            check_file(check, folder / "graph.strict.graphml", graph, ontology, False)
    return check.close()


if __name__ == "__main__":
    sys.exit(main())
