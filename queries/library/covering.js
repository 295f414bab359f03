// Which agreements cover a weapon, a place or an organization?
// @family Agreements
// @param thing thing = S-400: what they cover
// @example kg query covering --param thing=K2
g.Find(params.thing).Tag("covers").LabelContext(g.V(), "ev").In("kg:covers").Order().ForEach(function (d) {
  g.Emit({ covers: d.covers, agreement: d.id, parties: kg.values(d.id, "kg:party"), signed: kg.value(d.id, "kg:signedOn"), stage: kg.values(d.id, "kg:stage"), ev: d.ev });
});
