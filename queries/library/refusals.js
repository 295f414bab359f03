// Who refused whom what?
// @family Diplomacy
// @param party party?: who refuses or is refused
// @param status status = Actual: whether it was refused
// @example kg query refusals --param party=Turkey
kg.events(params.party, Object.assign({}, params, { event: "Reject" })).forEach(function (e) {
  g.Emit({ date: e.date, who: e.who, refuses: e.whom, about: e.about, what: e.what, act: e.content.map(c => kg.event(c).class), ev: e.ev });
});
