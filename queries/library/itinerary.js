// Where was an official, when, and with whom?
// @family Diplomacy
// @param person person = Lloyd Austin: the official
// @param status status = any: Planned for journeys to come
// @param from date?: not before
// @param until date?: not after
// @example kg query itinerary --param person="Vladimir Putin"
var self = kg.find(params.person, "kg:Person");
kg.events(params.person, params).forEach(function (e) {
  if (!e.place && !e.date) return;
  g.Emit({ date: e.date, place: e.place, event: e.class, with: e.who.concat(e.whom).filter(x => self.indexOf(x) < 0), about: e.about, status: e.status, ev: e.ev });
});
