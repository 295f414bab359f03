// Who is a person: which offices, for whom?
// @family Offices
// @param person person = Rajnath Singh: who
// @example kg query who --param person="Vladimir Putin"
g.Find(params.person, "kg:Person").Tag("person").LabelContext(g.V(), "ev").Out(["kg:holdsOffice", "kg:heldOffice", "kg:officialOf"], "relation").Order().ForEach(function (d) {
  // Evidence is a sentence; what the background says of a person has none.
  g.Emit({ person: d.person, relation: d.relation, of: d.id, ev: d.ev });
});
