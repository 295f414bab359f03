// Which plans did nobody report kept?
// Planned reports whose last possible day is past, and no report of the same happening as Actual.
// @family Events in time
// @param date date?: past by this day; empty for the day of the last article
// @param party thing?: who takes part
// @example kg query unkept --param date=2016
var day = params.date ? kg.lastDay(params.date) : g.V("schema:NewsArticle").In("rdf:type").Out("schema:datePublished").ToArray().sort().pop();
kg.events(params.party, { status: "Planned" }).forEach(function (e) {
  if (!e.to || e.to >= day) return;
  var kept = e.cluster && g.V(e.cluster).In("kg:sameEventAs").Has("kg:status", "kg:Actual").Count();
  if (!kept) g.Emit({ due: e.to, event: e.class, who: e.who, whom: e.whom, about: e.about, place: e.place, outcome: e.outcome, ev: e.ev });
});
