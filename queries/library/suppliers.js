// Who supplies arms to a nation?
// The weapons are those that the same sentence says the supplier supplies.
// @family Arms trade
// @param nation nation = India: who gets them
// @example kg query suppliers --param nation=Poland
g.Find(params.nation, "kg:Nation").Tag("buyer").LabelContext(g.V(), "ev").In("kg:suppliesArmsTo").Order().ForEach(function (d) {
  g.Emit({ supplier: d.id, buyer: d.buyer, weapons: g.V(d.id).LabelContext(d.ev).Out("kg:supplies").Unique().Order().ToArray(), ev: d.ev });
});
