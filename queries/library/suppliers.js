// Who supplies arms to a nation?
// @family Arms trade
// @param nation nation = India: the nation that gets them
// @example kg query suppliers --param nation=India
g.Find(params.nation, "kg:Nation").Tag("buyer").LabelContext(g.V(), "ev").In("kg:suppliesArmsTo").Order().ForEach(function (d) {
  // What the same sentence says that the supplier supplies.
  g.Emit({ supplier: d.id, buyer: d.buyer, weapons: g.V(d.id).LabelContext(d.ev).Out("kg:supplies").Unique().Order().ToArray(), ev: d.ev });
});
