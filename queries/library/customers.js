// To whom does a nation supply arms?
// The weapons are those that the same sentence says the supplier supplies.
// @family Arms trade
// @param nation nation = Russia: who supplies them
// @example kg query customers --param nation="United States"
g.Find(params.nation, "kg:Nation").Tag("supplier").LabelContext(g.V(), "ev").Out("kg:suppliesArmsTo").Order().ForEach(function (d) {
  g.Emit({ supplier: d.supplier, buyer: d.id, weapons: g.V(d.supplier).LabelContext(d.ev).Out("kg:supplies").Unique().Order().ToArray(), ev: d.ev });
});
