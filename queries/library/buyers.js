// Who buys, wants or has a weapon?
// @family Arms trade
// @param weapon weapon = S-400: which, by any of its names
// @example kg query buyers --param weapon=S-400
var relations = ["kg:ordered", "kg:seeks", "kg:operates"];
g.Find(params.weapon, "kg:WeaponSystem").Tag("weapon").LabelContext(g.V(), "ev").In(relations, "relation").Order().ForEach(function (d) {
  g.Emit({ nation: d.id, relation: d.relation, weapon: d.weapon, ev: d.ev });
});
