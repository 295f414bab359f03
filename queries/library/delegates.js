// Who acts for a nation or an organization?
// @family Offices
// @param party party = United States: for whom
// @example kg query delegates --param party=NATO
g.Find(params.party, "kg:Nation", "kg:Organization").Tag("party").LabelContext(g.V(), "ev").In("kg:officialOf").Order().ForEach(function (d) {
  if (d.ev.indexOf("#char=") < 0) return;
  g.Emit({ person: d.id, actsFor: d.party, offices: g.V(d.id).LabelContext(d.ev).Out(["kg:holdsOffice", "kg:heldOffice"]).Unique().Order().ToArray(), ev: d.ev });
});
