// Which happenings does one sentence report and another deny?
// Reports of the same class, nations, matter and days, one Actual and one Negated.
// @family Events in time
// @param party thing?: who takes part
// @example kg query contradictions --param party=Russia
var seen = {};
kg.events(params.party, { status: "Negated" }).forEach(function (n) {
  if (!n.cluster || seen[n.cluster]) return;
  seen[n.cluster] = true;
  var all = kg.events(g.V(n.cluster).In("kg:sameEventAs"));
  var of = status => all.filter(e => e.status === status).map(e => e.ev).filter((x, i, list) => list.indexOf(x) === i);
  if (of("kg:Actual").length) g.Emit({ event: n.class, nations: n.whoNation.concat(n.whomNation), about: n.about, date: n.date, reported: of("kg:Actual").length, denied: of("kg:Negated").length, evs: of("kg:Actual").concat(of("kg:Negated")) });
});
