// Who sells, orders, wants or has the weapons of a maker?
// Who makes a weapon is from the background; the rest is from the articles.
// @family Arms trade
// @param organization organization = Lockheed Martin: who makes them
// @example kg query maker --param organization=Sukhoi
g.Find(params.organization, "kg:Organization").In("kg:maker").Unique().Tag("weapon").LabelContext(g.V(), "ev")
  .In(["kg:supplies", "kg:ordered", "kg:seeks", "kg:operates"], "relation").Order().ForEach(function (d) {
    g.Emit({ weapon: d.weapon, nation: d.id, relation: d.relation, ev: d.ev });
  });
