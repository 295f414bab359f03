// What happened with a nation, in order?
// @family Events in time
// @param nation nation = India: a nation that acts or is acted on
// @example kg query timeline --param nation=China
var rows = [];
g.Find(params.nation, "kg:Nation").In(["kg:actorNation", "kg:recipientNation"]).Has("rdf:type", "kg:Event").Unique().Order().ForEach(function (d) {
  var of = function (property) { return g.V(d.id).Out(property).Unique().Order().ToArray(); };
  rows.push({ from: of("kg:earliest")[0], to: of("kg:latest")[0], event: of("rdf:type").filter(function (t) { return t !== "kg:Event"; })[0],
    who: of("kg:actor"), whom: of("kg:recipient"), about: of("kg:about"), status: of("kg:status")[0], ev: of("kg:statedIn")[0] });
});
// Events without a day come last.
rows.sort(function (a, b) {
  var x = a.from || a.to || "9999", y = b.from || b.to || "9999";
  return x < y ? -1 : x > y ? 1 : a.ev < b.ev ? -1 : 1;
});
rows.forEach(function (r) { g.Emit(r); });
