// Which agreements bind two nations or organizations?
// @family Agreements
// @param a party = India: one party
// @param b party = Russia: the other
// @example kg query agreements --param a="United States" --param b=Russia
var other = g.Find(params.b);
g.Find(params.a).LabelContext(g.V(), "ev").In("kg:party").LabelContext(null).Intersect(other.In("kg:party")).Order().ForEach(function (d) {
  var of = function (property) { return g.V(d.id).Out(property).Unique().Order().ToArray(); };
  g.Emit({ agreement: d.id, stage: of("kg:stage"), signed: of("kg:signedOn"), value: of("kg:value"), currency: of("kg:currency"), covers: of("kg:covers"), ev: d.ev });
});
