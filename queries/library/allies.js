// Which nations share an alliance or organization with a nation?
// Memberships are from the background; the sentence, where there is one, mentions both nations.
// @family Diplomacy
// @param nation nation = Poland: whose partners
// @param organization organization?: in which
// @example kg query allies --param nation=Turkey --param organization=NATO
var self = kg.find(params.nation, "kg:Nation"), shared = {};
var clubs = params.organization ? g.Find(params.organization, "kg:Organization").Intersect(g.V(self).Out("kg:memberOf")) : g.V(self).Out("kg:memberOf");
clubs.Unique().Tag("club").In("kg:memberOf").Order().ForEach(function (d) {
  if (self.indexOf(d.id) < 0) (shared[d.id] = shared[d.id] || []).push(d.club);
});
Object.keys(shared).sort().forEach(function (nation) {
  var both = g.V(self).In("kg:mentions").Intersect(g.V(nation).In("kg:mentions")).Order().ToValue();
  g.Emit({ nation: nation, organizations: shared[nation].sort(), ev: both });
});
