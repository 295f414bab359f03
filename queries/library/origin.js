// Who orders, wants or has weapons that a nation makes?
// Where a weapon comes from is from the articles or from the background; who has it is from the articles.
// @family Arms trade
// @param nation nation = Russia: whose make
// @example kg query origin --param nation="United States"
var maker = kg.find(params.nation, "kg:Nation");
g.V(maker).In("kg:origin").Unique().Tag("weapon").LabelContext(g.V(), "ev").In(["kg:ordered", "kg:seeks", "kg:operates"], "relation").Order().ForEach(function (d) {
  if (maker.indexOf(d.id) < 0) g.Emit({ nation: d.id, relation: d.relation, weapon: d.weapon, ev: d.ev });
});
