#!/usr/bin/env python3
"""Reads exported files with other programs and compares them with the graph.

    roundtrip.py MODEL.json REFERENCE.nq READER:FORMAT=FILE...

READER is rdflib, rapper, serdi, networkx, csv or graphviz. MODEL.json has the prefixes, the usual datatypes of properties
and those whose objects are words. Prints what is missing and what is too much; exits with 1 when anything is.
"""
import csv, json, re, subprocess, sys

csv.field_size_limit(1 << 30)
MODEL = {}
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
TERM = r'<[^>]*>|_:[A-Za-z0-9_]+|"(?:[^"\\]|\\.)*"(?:\^\^<[^>]*>|@[A-Za-z0-9-]+)?'
LINE = re.compile(r'(%s) (%s) (%s)(?: (%s))? \.' % (TERM, TERM, TERM, TERM))
ESCAPE = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))')
PLAIN = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def unescape(s):
    def one(m):
        code = m.group(1) or m.group(2)
        return chr(int(code, 16)) if code else PLAIN.get(m.group(3), m.group(3))
    return ESCAPE.sub(one, s)


def term(s):
    """A term as (kind, text, datatype, language); all blank nodes are alike."""
    if not s:
        return None
    if s[0] == "<":
        return ("iri", unescape(s[1:-1]), "", "")
    if s[0] == "_":
        return ("blank", "", "", "")
    end = s.rindex('"')
    text, rest = unescape(s[1:end]), s[end + 1:]
    if rest.startswith("@"):
        return ("literal", text, "", rest[1:].lower())
    datatype = unescape(rest[3:-1]) if rest else ""
    return ("literal", text, "" if datatype == XSD_STRING else datatype, "")


def read_nquads(text):
    out = set()
    for line in text.split("\n"):
        line = line.strip(" \r")
        if not line or line.startswith("#"):
            continue
        m = LINE.fullmatch(line)
        if not m:
            sys.exit("no quad: %r" % line[:200])
        out.add(tuple(term(t) for t in m.groups()))
    return out


def read_rdflib(file, fmt):
    import logging, warnings
    import rdflib
    logging.disable(logging.CRITICAL)  # of dates that are none
    warnings.simplefilter("ignore")
    rdflib.NORMALIZE_LITERALS = False
    names = {"ntriples": "nt11", "turtle": "turtle", "rdfxml": "xml", "nquads": "nquads", "trig": "trig", "jsonld": "json-ld"}

    def made(v):
        if isinstance(v, rdflib.URIRef):
            return ("iri", str(v), "", "")
        if isinstance(v, rdflib.BNode):
            return ("blank", "", "", "")
        datatype = str(v.datatype or "")
        return ("literal", str(v), "" if datatype == XSD_STRING else datatype, (v.language or "").lower())
    g = rdflib.ConjunctiveGraph()
    default = g.default_context.identifier
    quads = fmt in ("nquads", "trig", "jsonld")
    target = g if quads else rdflib.Graph()
    target.parse(file, format=names[fmt])
    if not quads:
        return {tuple(made(t) for t in q) + (None,) for q in target}
    names_of_default = (None, default, rdflib.URIRef("file://" + file))
    return {tuple(made(t) for t in q[:3]) + (None if c in names_of_default else made(c),)
            for q in g.quads() for c in [getattr(q[3], "identifier", q[3])]}


def read_program(program, fmt, file):
    names = {"rdfxml": "rdfxml"}
    out = "nquads" if fmt in ("nquads", "trig") else "ntriples"
    if program == "rapper":
        args = ["rapper", "-q", "-i", names.get(fmt, fmt), "-o", out, file]
    else:
        args = ["serdi", "-i", fmt, "-o", out, file]
    run = subprocess.run(args, capture_output=True)
    if run.returncode or run.stderr:
        sys.exit("%s %s: %s" % (program, fmt, run.stderr.decode("utf-8", "replace")[:600]))
    return read_nquads(run.stdout.decode("utf-8"))


def expand(name):
    if name.startswith("_:"):
        return ("blank", "", "", "")
    prefix, _, local = name.partition(":")
    if prefix in MODEL["prefixes"] and not local.startswith("//"):
        name = MODEL["prefixes"][prefix] + local
    return ("iri", name, "", "")


def usual(name, text):
    datatype = MODEL["usual"].get(name, "xsd:string")
    if datatype == "date":
        return {4: "xsd:gYear", 7: "xsd:gYearMonth"}.get(len(text), "xsd:date")
    return datatype


def several(value):
    value = str(value)
    return json.loads(value) if value.startswith("[") else [value]


def property_graph(nodes, edges):
    """The quads of nodes (id, attributes) and edges (source, property, target, evidence). Literals have no graph."""
    out = set()
    for id, attributes in nodes:
        for name, value in attributes.items():
            if name in ("label", "class", "evidence", "name", "value", "id"):
                continue
            name, suffixed, suffix = name.partition("^^")
            for text in several(value):
                if not suffixed and name in MODEL["words"]:
                    object = expand(text)
                elif suffix.startswith("@"):
                    object = ("literal", text, "", suffix[1:].lower())
                else:
                    datatype = expand(suffix or usual(name, text))[1]
                    object = ("literal", text, "" if datatype == XSD_STRING else datatype, "")
                out.add((expand(id), expand(name), object, None))
    for source, name, target, evidence in edges:
        out.add((expand(source), expand(name), expand(target), expand(evidence) if evidence else None))
    return out


def number(value):
    """Numbers as they were written."""
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else repr(value)
    return str(value)


def read_networkx(fmt, file):
    import networkx
    if fmt == "graphml":
        g = networkx.read_graphml(file, force_multigraph=True)
    elif fmt == "gexf":
        g = networkx.read_gexf(file)
    else:
        with open(file, encoding="utf-8") as f:
            g = networkx.cytoscape_graph(json.load(f))
    nodes = [(str(n), {k: number(v) for k, v in d.items()}) for n, d in g.nodes(data=True)]
    edges = [(str(s), d.get("property") or d.get("interaction"), str(t), d.get("evidence")) for s, t, d in g.edges(data=True)]
    return property_graph(nodes, edges)


def read_csv(file):
    def rows(part):
        with open(file.replace(".csv", "-%s.csv" % part), newline="", encoding="utf-8") as f:
            return list(csv.DictReader(f))
    nodes = [(r["Id"], {k: v for k, v in r.items() if v != "" and k not in ("Id", "Label")}) for r in rows("nodes")]
    return property_graph(nodes, [(r["Source"], r["Label"], r["Target"], r["evidence"]) for r in rows("edges")])


GVPR = r'''
N { string a; printf("N%d:%s", length($.name), $.name);
    for (a = fstAttr($G,"N"); a != ""; a = nxtAttr($G,"N",a)) if (aget($,a) != "") printf("A%d:%s%d:%s", length(a), a, length(aget($,a)), aget($,a)); }
E { printf("E%d:%s%d:%s%d:%s%d:%s", length($.tail.name), $.tail.name, length($.label), $.label, length($.head.name), $.head.name, length($.evidence), $.evidence); }
'''


def read_graphviz(file):
    run = subprocess.run(["gvpr", GVPR, file], capture_output=True)
    if run.returncode or run.stderr:
        sys.exit("gvpr: " + run.stderr.decode("utf-8", "replace")[:600])
    data, at = run.stdout, 0

    def text():
        nonlocal at
        colon = data.index(b":", at)
        n = int(data[at:colon])
        at = colon + 1 + n
        s = data[colon + 1:at].decode("utf-8")
        return re.sub(r'\\(.)', lambda m: {"n": "\n", "r": "\r"}.get(m.group(1), m.group(1)), s, flags=re.S)
    nodes, edges = [], []
    while at < len(data):
        kind = data[at:at + 1]
        at += 1
        if kind == b"N":
            nodes.append((text(), {}))
        elif kind == b"A":
            name = text()
            nodes[-1][1][name] = text()
        else:
            edges.append((text(), text(), text(), text()))
    return property_graph(nodes, edges)


def main(argv):
    with open(argv[1], encoding="utf-8") as f:
        MODEL.update(json.load(f))
    with open(argv[2], encoding="utf-8", newline="") as f:
        reference = read_nquads(f.read())
    failed = False
    for job in argv[3:]:
        name, _, file = job.partition("=")
        reader, _, fmt = name.partition(":")
        want = reference
        if reader == "rdflib":
            got = read_rdflib(file, fmt)
        elif reader in ("rapper", "serdi"):
            got = read_program(reader, fmt, file)
        else:
            got = {"networkx": lambda: read_networkx(fmt, file), "csv": lambda: read_csv(file), "graphviz": lambda: read_graphviz(file)}[reader]()
            words = {expand(w)[1] for w in MODEL["words"]}
            edge = lambda q: q[2][0] != "literal" and (q[1][1] not in words or q[2][0] == "blank")
            want = {q if edge(q) else q[:3] + (None,) for q in reference}
        if fmt in ("ntriples", "turtle", "rdfxml"):
            want = {q[:3] + (None,) for q in want}
        missing, more = want - got, got - want
        if missing or more:
            failed = True
            print("%s: %d of %d statements missing, %d too many" % (name, len(missing), len(want), len(more)))
            for what, quads in (("missing", missing), ("too many", more)):
                for q in sorted(map(repr, quads))[:5]:
                    print("  %s: %s" % (what, q[:400]))
    sys.exit(1 if failed else 0)


main(sys.argv)
