// Who disputes a border with whom?
// @family Diplomacy
// @param nation nation?: one of the two; empty for all
// @example kg query borders --param nation=India
var start = params.nation ? g.Find(params.nation, "kg:Nation") : g.V("kg:Nation").In("rdf:type");
var seen = {};
start.Tag("nation").LabelContext(g.V(), "ev").Out("kg:disputesBorderWith").Order().ForEach(function (d) {
  // The statement stands both ways: give each pair once a sentence.
  var pair = [d.nation, d.id].sort().join(" ") + d.ev;
  if (seen[pair]) return;
  seen[pair] = true;
  g.Emit({ nation: d.nation, disputesWith: d.id, ev: d.ev });
});
