// Who warned or threatened whom?
// @family Diplomacy
// @param party party?: who threatens or is threatened
// @param status status = Actual: whether the threat was made
// @param from date?: not before
// @param until date?: not after
// @example kg query threats --param party="North Korea"
kg.events(params.party, Object.assign({}, params, { event: "Threaten" })).forEach(function (e) {
  g.Emit({ date: e.date, who: e.who, threatens: e.whom, about: e.about, what: e.what, act: e.content.map(c => kg.event(c).class), ev: e.ev });
});
