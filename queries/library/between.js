// What passed between two nations or organizations, in order?
// @family Diplomacy
// @param a party = Russia: one of them
// @param b party = Turkey: the other
// @param status status = any: which reports
// @param from date?: not before
// @param until date?: not after
// @example kg query between --param a=India --param b=Pakistan
var side = name => g.Find(name, "kg:Nation", "kg:Organization").In(["kg:actor", "kg:recipient", "kg:actorNation", "kg:recipientNation"]);
kg.events(side(params.a).Intersect(side(params.b)), params).forEach(function (e) {
  g.Emit({ date: e.date, event: e.class, who: e.who, whom: e.whom, about: e.about, place: e.place, status: e.status, ev: e.ev });
});
