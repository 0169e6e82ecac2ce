"""The graph that a triple stream must become, worked out apart from the C++ code, from the rules in
graph/include/mailuo/graph/property_graph.h. The tests beside this file compare what other programs read with it."""
import decimal
import json
import pathlib
import re
import unicodedata

import xxhash

QUOTES = set("\"'\u2018\u2019\u201c\u201d\u3008\u3009\u300a\u300b\u300c\u300d\u300e\u300f")
# Default_Ignorable_Code_Point, which NFKC_Casefold drops.
IGNORABLE = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
                       "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
                       "\U000e0000-\U000e0fff]")


def fold(name):
    def casefold(text):
        return IGNORABLE.sub("", unicodedata.normalize("NFKC", unicodedata.normalize("NFD", text).casefold()))
    return "".join(c for c in casefold(casefold(name)) if c not in QUOTES and not c.isspace())


def name_key(name):
    return fold(name) or name


def content_id(prefix, *parts):
    data = b"".join(part.encode() + b"\0" for part in parts)
    return prefix + xxhash.xxh3_64_hexdigest(data)


def entity_id(type_, key, scope=""):
    return content_id("e_", type_, key, scope)


def number(value):
    """Shortest digits that read back to the same double, as the triple stream writes them: plain unless an exponent
    is shorter, and always plain for integers below 2^53."""
    value = float(value)
    exact = decimal.Decimal(repr(value)).normalize()
    _, digits, exponent = exact.as_tuple()
    plain = str(int(value)) if value == int(value) else format(exact, "f")
    if value == int(value) and abs(value) < 2 ** 53:
        return plain
    digits = "".join(map(str, digits))
    short = "-" * (value < 0) + digits[0] + ("." + digits[1:] if digits[1:] else "")
    short += f"e{exponent + len(digits) - 1:+03d}"
    return plain if len(plain) <= len(short) else short


def is_safe(text):
    return re.fullmatch(r"[A-Za-z0-9_.-]{1,64}", text) is not None


def utf8(text):
    return text.encode()


class Merger:
    """Rules 1 to 4: which entities are one node."""

    def __init__(self):
        self.written = {}  # (type, id, name) -> [uses, aliases]

    def add(self, entity):
        entry = self.written.setdefault((entity["type"], entity.get("id") or "", entity["name"]), [0, set()])
        entry[0] += 1
        entry[1].update(entity.get("aliases", []))

    def merge(self):
        groups = {}
        for (type_, id_, name), (_, aliases) in self.written.items():
            local = id_ != "" and id_ != entity_id(type_, fold(name))
            key = (type_, id_) if local else (type_, None, name_key(name))
            group = groups.setdefault(key, {"type": type_, "local": id_ if local else "", "names": set(),
                                            "aliases": set(), "members": []})
            group["names"].add(name_key(name))
            group["aliases"].update(name_key(alias) for alias in aliases)
            group["members"].append((type_, id_, name))
        groups = list(groups.values())
        while self.join(groups):
            pass
        nodes, of = [], {}
        for group in groups:
            node = self.describe(group)
            nodes.append(node)
            for member in group["members"]:
                of[member] = node
        return nodes, of

    def join(self, groups):
        named, claimed, blocked = {}, {}, set()
        for i, group in enumerate(groups):
            for name in group["names"] | group["aliases"]:
                key = (group["type"], name)
                if group["local"]:
                    blocked.add(key)
                elif name in group["names"]:
                    named[key] = i
                else:
                    claimed.setdefault(key, []).append(i)
        parent = list(range(len(groups)))

        def find(i):
            while parent[i] != i:
                i = parent[i]
            return i
        joined = False
        for key, claimants in claimed.items():
            if key in named and key not in blocked and len(claimants) == 1:
                parent[find(claimants[0])] = find(named[key])
                joined = True
        for i in reversed(range(len(groups))):
            if find(i) != i:
                for part in ("names", "aliases"):
                    groups[find(i)][part] |= groups[i][part]
                groups[find(i)]["members"] += groups[i]["members"]
        groups[:] = [group for i, group in enumerate(groups) if find(i) == i]
        return joined

    def describe(self, group):
        uses, aliases = {}, set()
        for member in group["members"]:
            uses[member[2]] = uses.get(member[2], 0) + self.written[member][0]
            aliases |= self.written[member][1]
        name = sorted(uses, key=lambda n: (-len(fold(n)), -uses[n], utf8(n)))[0]
        aliases = sorted((aliases | set(uses)) - {name, ""}, key=utf8)
        id_ = group["local"] if is_safe(group["local"]) else entity_id(group["type"], name_key(name), group["local"])
        return {"id": id_, "kind": "entity", "type": group["type"], "name": name, "aliases": aliases}


class Graph:
    """nodes by id, edges by id; values as the stream says them."""

    def __init__(self, folder):
        folder = pathlib.Path(folder)
        lines = (folder / "triples.ndjson").read_text(encoding="utf-8").split("\n")
        triples = [json.loads(line) for line in sorted({line for line in lines if line})]
        manifest = folder / "manifest.json"
        given = json.loads(manifest.read_text(encoding="utf-8")).get("articles", []) if manifest.exists() else []
        self.nodes, self.edges, self.at = {}, {}, None
        self.articles = {}
        self.add_articles(triples, given)
        self.add_entities(triples)
        self.add_edges(triples)
        self.count()
        self.choose_amounts()

    def put(self, node):
        while node["id"] in self.nodes:
            node["id"] = entity_id("again", node["id"])
        self.nodes[node["id"]] = node
        return node

    def add_articles(self, triples, given):
        forms = {(t["article"], t["source"], t["title"], "") for t in triples}
        forms |= {(a["id"], a.get("source", ""), a.get("title", ""), a.get("date") or "") for a in given}
        for id_, source, title, date in sorted(forms, key=lambda form: [utf8(part) for part in form]):
            if id_ not in self.articles:
                safe = id_ if is_safe(id_) else content_id("a_", source, title)
                self.articles[id_] = self.put({"id": safe, "kind": "article", "type": "Article", "name": "",
                                               "aliases": [], "source": "", "date": ""})
            for key, value in (("name", title), ("source", source), ("date", date)):
                self.articles[id_][key] = self.articles[id_][key] or value

    def article_of(self, entity, triple):
        if entity["type"] != "Article":
            return None
        if entity.get("id") in self.articles:
            return self.articles[entity["id"]]
        key = name_key(entity["name"])
        if key == name_key(triple["title"]):
            return self.articles[triple["article"]]
        same = [a for a in self.articles.values() if a["name"] and name_key(a["name"]) == key]
        return same[0] if len(same) == 1 else None

    def add_entities(self, triples):
        merger = Merger()
        ends = []
        for triple in triples:
            for end in ("subject", "object"):
                entity = triple[end]
                if "name" in entity and self.article_of(entity, triple) is None:
                    merger.add(entity)
                    ends.append(entity)
        nodes, of = merger.merge()
        for node in sorted(nodes, key=lambda n: (utf8(n["type"]), utf8(n["name"]), n["id"])):
            self.put(node)
        self.entity_of = lambda e: of[(e["type"], e.get("id") or "", e["name"])]

    def node_of(self, entity, triple):
        return self.article_of(entity, triple) or self.entity_of(entity)

    def add_edges(self, triples):
        facts = {}
        for triple in triples:
            subject, object_ = self.node_of(triple["subject"], triple), triple["object"]
            if "name" in object_:
                object_key = self.node_of(object_, triple)["id"]
            else:
                top = object_.get("value_max")
                object_key = "|".join([object_["type"], number(object_["value"]), "" if top is None else number(top),
                                       object_["unit"] or "", object_["approx"] or "",
                                       name_key(triple["qualifiers"].get("name", ""))])
            facts.setdefault((subject["id"], triple["predicate"], object_key), []).append(triple)
        for (subject, predicate, object_key), said in facts.items():
            self.add_edge(subject, predicate, object_key, said)

    def add_edge(self, subject, predicate, object_key, said):
        evidence = {}
        for triple in said:
            piece = {"source": triple["source"], "article": self.articles[triple["article"]]["id"],
                     "start": triple["evidence"]["start"], "end": triple["evidence"]["end"],
                     "text": triple["evidence"]["text"], "rule": triple["rule"], "status": triple["status"],
                     "confidence": float(triple["confidence"]),
                     "qualifiers": {k: v for k, v in triple["qualifiers"].items() if k and v}}
            order = (utf8(piece["source"]), piece["start"], piece["end"], utf8(piece["rule"]), utf8(piece["text"]),
                     piece["status"], piece["confidence"], sorted(piece["qualifiers"].items()), piece["article"])
            evidence.setdefault(json.dumps(piece, sort_keys=True), (order, piece, []))[2].append(triple["object"])
        evidence = sorted(evidence.values(), key=lambda item: item[0])
        pieces = [piece for _, piece, _ in evidence]
        status = "done" if any(p["status"] == "done" for p in pieces) else pieces[0]["status"]
        own = [i for i, p in enumerate(pieces) if p["status"] == status]
        best = max(own, key=lambda i: (pieces[i]["confidence"], -i))
        qualifiers = {}
        for key in {k for i in own for k in pieces[i]["qualifiers"]}:
            values = [pieces[i]["qualifiers"][key] for i in own if key in pieces[i]["qualifiers"]]
            qualifiers[key] = max(values, key=lambda v: (values.count(v), -values.index(v)))
        id_ = content_id("s_", subject, predicate, object_key)
        object_ = object_key
        if "name" not in said[0]["object"]:
            words = evidence[best][2]
            literal = min(words, key=lambda l: utf8(l["text"]))
            object_ = self.put({"id": "l_" + id_[2:], "kind": "literal", "type": literal["type"],
                                "name": literal["text"], "aliases": [], "literal": literal})["id"]
        self.edges[id_] = {"id": id_, "subject": subject, "predicate": predicate, "object": object_, "status": status,
                           "confidence": pieces[best]["confidence"], "qualifiers": qualifiers, "evidence": pieces,
                           "best": pieces[best]}

    def count(self):
        for node in self.nodes.values():
            ends = self.edges_at(node["id"])
            node["mentions"] = sum(len(e["evidence"]) for e in ends)
            node["articles"] = sorted({p["article"] for e in ends for p in e["evidence"]})
            if node["kind"] == "article":
                node["statements"] = sum(p["article"] == node["id"] for e in self.edges.values() for p in e["evidence"])
                node["mentions"] = max(node["mentions"], node["statements"])
                node["articles"] = []

    def edges_at(self, id_):
        if self.at is None:
            self.at = {}
            for edge in self.edges.values():
                for end in {edge["subject"], edge["object"]}:
                    self.at.setdefault(end, []).append(edge)
        return self.at.get(id_, [])

    def choose_amounts(self):
        for node in self.nodes.values():
            amounts = [e for e in self.edges_at(node["id"]) if e["subject"] == node["id"] and e["predicate"] == "amount"
                       and self.nodes[e["object"]]["kind"] == "literal"]
            if amounts:
                best = min(amounts, key=lambda e: (-len(e["evidence"]), e["status"] != "done", -e["confidence"],
                                                   e["id"]))
                node["amount"] = self.nodes[best["object"]]["literal"]
                node["amount_status"] = best["status"]


class Ontology:
    """What the exports take from the ontology."""

    def __init__(self, path):
        text = pathlib.Path(path).read_text(encoding="utf-8")
        string = r'("(?:\\.|[^"\\])*")'  # comments, then commas before closing brackets: neither is JSON
        text = re.sub(string + r"|//[^\n]*", lambda m: m[1] or "", text)
        self.content = content = json.loads(re.sub(string + r"|,(?=\s*[\]}])", lambda m: m[1] or "", text))
        self.base = content["base_iri"]
        self.colors = {t["name"]: t["color"] for t in content["types"] if "color" in t}
        self.symmetric = {r["name"] for r in content["relations"] if r.get("symmetric")}
