// Who sells what to whom: how many, for how much, when, and how far has it come?
// A row is a weapon of an agreement or a delivery, or, where neither is told of, a sentence that says that one nation
// supplies it and the other orders, wants or has it. An agreement's value is that of the whole of it.
// @family Arms trade
// @param party party?: supplier or buyer
// @param weapon weapon?: which
// @example kg query register --param weapon=S-400
var party = params.party ? kg.find(params.party, "kg:Nation", "kg:Organization") : null;
var weapon = params.weapon ? kg.find(params.weapon, "kg:WeaponSystem") : null;
var overlap = (a, b) => a.some(x => b.indexOf(x) >= 0);
var rows = [], told = {};
var enter = function (basis, of, suppliers, buyers, things, row) {
  var numbers = of ? kg.quantities(of) : [];
  // The sum may stand with the report of the signing.
  if (basis === "agreement") g.V(of).In("kg:about").Has("rdf:type", "kg:Agree").Order().ForEach(d => {
    kg.quantities(d.id).forEach(q => { if (!numbers.some(n => n.quantity === q.quantity)) numbers.push(q); });
  });
  things.filter(t => t.indexOf("weapon:") === 0).forEach(function (w) {
    if (party && !overlap(party, suppliers.concat(buyers)) || weapon && weapon.indexOf(w) < 0) return;
    var deal = suppliers.join() + ">" + buyers.join() + ">" + w;
    if (basis !== "agreement" && told[deal]) return;
    told[deal] = true;
    rows.push({
      supplier: suppliers, buyer: buyers, weapon: w,
      number: numbers.filter(q => q.of === w && q.unit === "item").map(q => q.text.replace(" " + kg.label(w), "")),
      value: numbers.filter(q => /^[A-Z]{3}$/.test(q.unit)).map(q => q.text),
      year: row.date ? ("" + row.date).slice(0, 4) : null, status: row.status, basis: basis, evs: row.evs
    });
  });
};
g.V("kg:Agreement").In("rdf:type").Order().ForEach(function (d) {
  var supplier = kg.values(d.id, "kg:supplier"), buyer = kg.values(d.id, "kg:buyer");
  if (supplier.length || buyer.length)
    enter("agreement", d.id, supplier, buyer, kg.values(d.id, "kg:covers"), { date: kg.value(d.id, "kg:signedOn"), status: kg.value(d.id, "kg:stage"), evs: kg.sentences(d.id) });
});
kg.events("", { event: ["Cooperate", "Aid", "Agree"], has: "kg:about" }).forEach(function (e) {
  var handed = e.class === "kg:Cooperate" || e.class === "kg:Aid";
  var supplier = e.supplier.length ? e.supplier : handed ? e.whoNation : [];
  var buyer = e.buyer.length ? e.buyer : handed ? e.whomNation : [];
  if (supplier.length && buyer.length) enter("event", e.event, supplier, buyer, e.about, { date: e.to, status: e.status, evs: [e.ev] });
});
g.V("kg:Nation").In("rdf:type").Tag("supplier").LabelContext(g.V(), "ev").Out("kg:suppliesArmsTo").Order().ForEach(function (d) {
  var gets = g.V(d.id).LabelContext(d.ev).Out(["kg:ordered", "kg:seeks", "kg:operates"]).Unique().ToArray();
  var gives = g.V(d.supplier).LabelContext(d.ev).Out("kg:supplies").Unique().Order().ToArray().filter(w => gets.indexOf(w) >= 0);
  enter("sentence", null, [d.supplier], [d.id], gives, { evs: [d.ev] });
});
rows.sort((a, b) => (a.supplier + ">" + a.buyer + ">" + a.weapon < b.supplier + ">" + b.buyer + ">" + b.weapon ? -1 : 1));
rows.forEach(r => g.Emit(r));
