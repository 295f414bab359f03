// Who asks whom for what?
// @family Diplomacy
// @param party party = India: who asks or is asked
// @param status status = Actual: whether it was asked
// @example kg query requests --param party="United States"
kg.events(params.party, Object.assign({}, params, { event: "Request" })).forEach(function (e) {
  g.Emit({ date: e.date, who: e.who, asks: e.whom, about: e.about, what: e.what, status: e.status, ev: e.ev });
});
