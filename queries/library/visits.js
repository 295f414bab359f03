// Which officials went where?
// The person takes part in a meeting or a signing there, as the sentence has it.
// @family Diplomacy
// @param place thing?: where, a place or a nation
// @param status status = Actual: Planned for visits to come
// @param from date?: not before
// @param until date?: not after
// @example kg query visits --param place=Hanoi
var at = params.place ? kg.find(params.place) : null;
kg.events("", { event: ["Consult", "Agree"], has: "kg:place", status: params.status, from: params.from, until: params.until }).forEach(function (e) {
  var nations = kg.values(e.place, "kg:inNation");
  if (at && !at.some(a => a === e.place || nations.indexOf(a) >= 0)) return;
  var persons = e.who.concat(e.whom).filter(x => x.indexOf("person:") === 0);
  if (persons.length) g.Emit({ date: e.date, persons: persons, place: e.place, nation: nations, event: e.class, status: e.status, ev: e.ev });
});
