// How many were killed, wounded or detained, where and by whom?
// @family Events in time
// @param party thing?: who takes part
// @param from date?: not before
// @param until date?: not after
// @example kg query casualties --param party=India
kg.events(params.party, { from: params.from, until: params.until, has: "kg:quantity" }).forEach(function (e) {
  var people = kg.quantities(e.event).filter(q => ["killed", "wounded", "detained", "troops"].indexOf(q.unit) >= 0);
  if (!people.length) return;
  g.Emit({ date: e.date, event: e.class, who: e.who, whom: e.whom, place: e.place, killed: e.killed, wounded: e.wounded, detained: e.detained, numbers: people.map(q => q.text), status: e.status, ev: e.ev });
});
