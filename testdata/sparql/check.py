"""Asks an export in SPARQL with rdflib, and looks for what contradicts the ontology under RDFS.

    python3 check.py GRAPH.nq KG.ttl QUESTIONS.json

QUESTIONS.json maps a name to a SPARQL query. Prints a JSON object: under "rows" the rows of each question, values as
kg's short names or texts, sorted; under "inconsistent" a sentence for each contradiction; "inferred" counts the types
that were inferred.
"""
import json
import sys

import rdflib
from rdflib import OWL, RDF, RDFS, URIRef
from rdflib.collection import Collection

graph_file, ontology_file, questions_file = sys.argv[1:]
data = rdflib.ConjunctiveGraph()
data.parse(graph_file, format="nquads")
ontology = rdflib.Graph()
ontology.parse(ontology_file, format="turtle")
prefixes = sorted(((str(ns), name) for name, ns in ontology.namespaces()), key=lambda p: -len(p[0]))
BASE = "https://w3id.org/newskg/"


def short(term):
    if term is None:
        return None
    if not isinstance(term, URIRef):
        return str(term)
    for namespace, name in prefixes:
        if name and term.startswith(namespace) and len(term) > len(namespace):
            return name + ":" + term[len(namespace):]
    if term.startswith(BASE):
        kind, _, local = term[len(BASE):].partition("/")
        return kind + ":" + local
    return str(term)


out = {"rows": {}, "inconsistent": []}
for name, query in json.load(open(questions_file)).items():
    out["rows"][name] = sorted([[short(v) or "" for v in row] for row in data.query(query)])

# RDFS: what domains, ranges, subclasses and subproperties make of things. The domain or range that is a union of
# classes says no more than that a thing has one of them: it is contradicted by a thing that is disjoint with all.
disjoint = {}
for axiom in ontology.subjects(RDF.type, OWL.AllDisjointClasses):
    members = list(Collection(ontology, ontology.value(axiom, OWL.members)))
    for a in members:
        disjoint.setdefault(a, set()).update(b for b in members if b != a)


def above(term, relation):
    return set(ontology.transitive_objects(term, relation))


# A class is disjoint with what its superclasses are disjoint with.
def opposites(cls):
    return set().union(*(disjoint.get(c, set()) for c in above(cls, RDFS.subClassOf)))


types = {}
for s, o in data.subject_objects(RDF.type):
    types.setdefault(s, set()).update(above(o, RDFS.subClassOf))
inferred = 0
unions = []
for p in set(data.predicates()):
    for q in above(p, RDFS.subPropertyOf):
        for relation, end in ((RDFS.domain, 0), (RDFS.range, 1)):
            for c in ontology.objects(q, relation):
                union = ontology.value(c, OWL.unionOf)
                if union is not None:
                    unions.append((p, end, list(Collection(ontology, union))))
                    continue
                for pair in data.subject_objects(p):
                    thing = pair[end]
                    if isinstance(thing, rdflib.Literal):
                        if c != thing.datatype and not (c == rdflib.XSD.string and thing.datatype is None):
                            out["inconsistent"].append("%s of %s has the datatype %s" % (short(p), short(pair[0]), thing.datatype))
                        continue
                    new = above(c, RDFS.subClassOf) - types.get(thing, set())
                    inferred += len(new)
                    types.setdefault(thing, set()).update(new)
for p, end, classes in unions:
    for pair in data.subject_objects(p):
        thing = pair[end]
        has = types.get(thing, set())
        if all(has & opposites(c) for c in classes):
            out["inconsistent"].append("%s is none of what %s asks for" % (short(thing), short(p)))
for thing, classes in types.items():
    for c in classes:
        for other in classes & disjoint.get(c, set()):
            if str(c) < str(other):
                out["inconsistent"].append("%s is %s and %s" % (short(thing), short(c), short(other)))
out["inconsistent"].sort()
out["inferred"] = inferred
json.dump(out, sys.stdout)
