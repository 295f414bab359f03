// Who asks whom for what?
// @family Diplomacy
// @param nation nation = India: the nation that asks or is asked
// @example kg query requests --param nation=India
var nation = g.Find(params.nation, "kg:Nation");
g.V("kg:Request").In("rdf:type").Intersect(nation.In(["kg:actorNation", "kg:recipientNation"])).Unique().Order().ForEach(function (d) {
  var of = function (property) { return g.V(d.id).Out(property).Unique().Order().ToArray(); };
  g.Emit({ date: of("kg:date")[0], who: of("kg:actor"), asks: of("kg:recipient"), about: of("kg:about"), what: of("kg:what")[0], status: of("kg:status")[0], ev: of("kg:statedIn")[0] });
});
