// Who sells, orders, wants or has weapons of a kind?
// @family Arms trade
// @param category category = CombatAircraft: the kind
// @example kg query kinds --param category=AirDefence
g.V("kg:" + params.category).In("kg:category").Unique().Tag("weapon").LabelContext(g.V(), "ev")
  .In(["kg:supplies", "kg:ordered", "kg:seeks", "kg:operates"], "relation").Order().ForEach(function (d) {
    g.Emit({ weapon: d.weapon, nation: d.id, relation: d.relation, ev: d.ev });
  });
