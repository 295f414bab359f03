// What is reported by sources that the articles do not name?
// @family Sources and evidence
// @param party thing?: who takes part
// @example kg query anonymous --param party=India
kg.events(params.party, { has: "kg:attribution" }).forEach(function (e) {
  if (!e.credited.length) g.Emit({ source: e.attribution, event: e.class, who: e.who, whom: e.whom, about: e.about, status: e.status, ev: e.ev });
});
