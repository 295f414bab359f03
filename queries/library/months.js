// How many events of a class does each month have?
// By the first day that the text allows; an event known by its year alone counts for the year. Happenings count once what
// several sentences report.
// @family Events in time
// @param event event = any: the class, or any
// @param party thing?: who takes part
// @param status status = Actual: which reports
// @param from date?: not before
// @param until date?: not after
// @example kg query months --param event=Consult --param party="United States"
var by = {};
kg.events(params.party, params).forEach(function (e) {
  if (!e.from) return;
  var month = e.from.slice(0, 7) === (e.to || "").slice(0, 7) ? e.from.slice(0, 7) : e.from.slice(0, 4);
  (by[month] = by[month] || []).push(e);
});
Object.keys(by).sort().forEach(function (month) {
  var clusters = by[month].map(e => e.cluster || e.event).filter((x, i, all) => all.indexOf(x) === i);
  g.Emit({ month: month, reports: by[month].length, happenings: clusters.length, ev: by[month][0].ev });
});
