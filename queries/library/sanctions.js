// Who imposed sanctions on whom or cut ties, and when?
// @family Diplomacy
// @param party party?: who imposes or suffers them
// @param status status = any: whether they were imposed
// @param from date?: not before
// @param until date?: not after
// @example kg query sanctions --param party=India
kg.events(params.party, Object.assign({}, params, { event: "Sanction" })).forEach(function (e) {
  g.Emit({ date: e.date, who: e.who, against: e.whom, how: e.mode, about: e.about, status: e.status, outcome: e.outcome, ev: e.ev });
});
