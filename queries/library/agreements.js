// Which agreements bind two nations or organizations?
// @family Agreements
// @param a party = India: one party
// @param b party = Russia: the other
// @example kg query agreements --param a="United States" --param b=Russia
var other = g.Find(params.b, "kg:Nation", "kg:Organization");
g.Find(params.a, "kg:Nation", "kg:Organization").LabelContext(g.V(), "ev").In("kg:party").LabelContext(null).Intersect(other.In("kg:party")).Order().ForEach(function (d) {
  g.Emit({ agreement: d.id, stage: kg.values(d.id, "kg:stage"), signed: kg.values(d.id, "kg:signedOn"), value: kg.values(d.id, "kg:value"), currency: kg.values(d.id, "kg:currency"), covers: kg.values(d.id, "kg:covers"), ev: d.ev });
});
