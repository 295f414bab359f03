// Which sums and numbers are reported, of what?
// @family Arms trade
// @param unit any|money|item|troops|killed|wounded|detained = any: what is counted
// @param thing thing?: what they are numbers of, or who takes part in the event or agreement
// @example kg query quantities --param unit=money --param thing=Poland
var self = params.thing ? kg.find(params.thing) : null;
var rows = [];
g.V("kg:Quantity").In("rdf:type").Tag("quantity").LabelContext(g.V(), "ev").In("kg:quantity").Order().ForEach(function (d) {
  var q = kg.quantities(d.id).filter(q => q.quantity === d.quantity)[0];
  var money = /^[A-Z]{3}$/.test(q.unit);
  if (params.unit !== "any" && params.unit !== (money ? "money" : q.unit)) return;
  var sides = kg.values(d.id, "kg:party", "kg:actor", "kg:recipient", "kg:actorNation", "kg:recipientNation", "kg:about", "kg:covers");
  if (self && !self.some(s => s === q.of || sides.indexOf(s) >= 0)) return;
  rows.push({ number: q.number, unit: q.unit, bound: q.bound, of: q.of, stands: d.id, parties: kg.values(d.id, "kg:party", "kg:actor", "kg:recipient"), ev: d.ev });
});
rows.sort((a, b) => (a.unit + "" < b.unit + "" ? -1 : a.unit + "" > b.unit + "" ? 1 : b.number - a.number || (a.stands < b.stands ? -1 : 1)));
rows.forEach(r => g.Emit(r));
