// Who met whom, where?
// @family Diplomacy
// @param party party = India: who takes part
// @param status status = Actual: Planned for meetings to come
// @param from date?: not before
// @param until date?: not after
// @example kg query meetings --param party=Russia --param status=any
kg.events(params.party, Object.assign({}, params, { event: "Consult" })).forEach(function (e) {
  g.Emit({ date: e.date, participants: e.who.concat(e.whom), host: e.host, place: e.place, about: e.about, status: e.status, ev: e.ev });
});
