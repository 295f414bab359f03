// What arms does a nation supply, order, seek and operate?
// @family Arms trade
// @param nation nation = India: which
// @example kg query arms --param nation=Russia
var relations = ["kg:supplies", "kg:ordered", "kg:seeks", "kg:operates"];
g.Find(params.nation, "kg:Nation").Tag("nation").LabelContext(g.V(), "ev").Out(relations, "relation").Order().ForEach(function (d) {
  g.Emit({ nation: d.nation, relation: d.relation, weapon: d.id, origin: g.V(d.id).Out("kg:origin").Unique().Order().ToArray(), ev: d.ev });
});
