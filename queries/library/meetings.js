// Who met whom?
// @family Diplomacy
// @param nation nation = India: a nation that takes part
// @example kg query meetings --param nation=Russia
var nation = g.Find(params.nation, "kg:Nation");
g.V("kg:Consult").In("rdf:type").Intersect(nation.In(["kg:actorNation", "kg:recipientNation"])).Unique().Order().ForEach(function (d) {
  var of = function (property) { return g.V(d.id).Out(property).Unique().Order().ToArray(); };
  g.Emit({ date: of("kg:date")[0], participants: of(["kg:actor", "kg:recipient"]), host: of("kg:host"), place: of("kg:place"), status: of("kg:status")[0], ev: of("kg:statedIn")[0] });
});
