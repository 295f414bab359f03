// With whom do two nations or organizations both have dealings?
// @family Networks
// @param a party = India: one of them
// @param b party = Pakistan: the other
// @param ties any|cooperation|conflict = any: which dealings
// @example kg query shared --param a=Russia --param b="United States" --param ties=cooperation
var around = function (name) {
  var by = {};
  var start = g.Find(name, "kg:Nation", "kg:Organization").LabelContext(g.V(), "ev");
  [start.Out(kg.ties(params.ties), "tie"), start.In(kg.ties(params.ties), "tie")].forEach(p => p.Order().ForEach(function (d) {
    var x = by[d.id] = by[d.id] || { ties: {}, ev: d.ev };
    x.ties[d.tie] = true;
    if (d.ev < x.ev) x.ev = d.ev;
  }));
  return by;
};
var a = around(params.a), b = around(params.b);
Object.keys(a).sort().forEach(function (x) {
  if (b[x]) g.Emit({ third: x, withA: Object.keys(a[x].ties).sort(), withB: Object.keys(b[x].ties).sort(), evs: [a[x].ev, b[x].ev] });
});
