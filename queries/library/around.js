// What happened around a day?
// @family Events in time
// @param date date = 1998-05-13: the day
// @param days number = 7: how many days before and after
// @param status status = any: which reports
// @example kg query around --param date=2019-07-17 --param days=3
var shift = (day, n) => { var d = new Date(day + "T00:00:00Z"); d.setUTCDate(d.getUTCDate() + n); return d.toISOString().slice(0, 10); };
// What is known by its year alone would be around every day of it: both its first and its last day have to be near.
var n = Number(params.days), first = shift(kg.firstDay(params.date), -n), last = shift(kg.lastDay(params.date), n);
kg.events(g.V("kg:Event").In("rdf:type").Has("kg:earliest", gte(first)).Has("kg:latest", lte(last)), { status: params.status, from: first, until: last }).forEach(function (e) {
  g.Emit({ date: e.date, event: e.class, who: e.who, whom: e.whom, about: e.about, place: e.place, status: e.status, ev: e.ev });
});
