// Who held an office, from when to when?
// Tenures are from the background, with a sentence that states the office where there is one; whom only the articles
// name comes without days.
// @family Offices
// @param office office = Defence Minister of India: the office
// @example kg query holders --param office="Head of State of Russia"
var rows = [];
g.Find(params.office, "kg:Office").ForEach(function (o) {
  var tenured = {};
  g.V(o.id).In("kg:office").ForEach(function (t) {
    var person = kg.value(t.id, "kg:holder");
    tenured[person] = true;
    var said = g.V(person).LabelContext(g.V(), "ev").Out(["kg:holdsOffice", "kg:heldOffice"]).Is(o.id).Order().TagValue();
    rows.push({ office: o.id, person: person, since: kg.value(t.id, "kg:since"), until: kg.value(t.id, "kg:until"), basis: "background", ev: said ? said.ev : null });
  });
  g.V(o.id).LabelContext(g.V(), "ev").In(["kg:holdsOffice", "kg:heldOffice"], "how").Order().ForEach(function (p) {
    if (!tenured[p.id]) rows.push({ office: o.id, person: p.id, since: null, until: null, basis: p.how, ev: p.ev });
  });
});
var key = r => r.office + (r.since || "9999") + r.person + r.ev;
rows.sort((a, b) => (key(a) < key(b) ? -1 : 1)).forEach(r => g.Emit(r));
