// Which nations and organizations have dealings with the most others?
// By the events that tie two sides together, an agreement, a meeting, an attack; only what is reported as done.
// @family Networks
// @param ties any|cooperation|conflict = any: which dealings
// @param top number = 15: how many
// @example kg query degree --param ties=conflict
var by = {};
var note = (a, b, out, ev) => { var x = by[a] = by[a] || { out: 0, in: 0, others: {}, ev: ev }; x[out ? "out" : "in"]++; x.others[b] = true; if (ev < x.ev) x.ev = ev; };
g.V("kg:Nation", "kg:Organization").In("rdf:type").Unique().Tag("a").LabelContext(g.V(), "ev").Out(kg.ties(params.ties)).ForEach(function (d) {
  note(d.a, d.id, true, d.ev);
  note(d.id, d.a, false, d.ev);
});
var size = x => Object.keys(by[x].others).length;
Object.keys(by).sort((a, b) => size(b) - size(a) || by[b].out + by[b].in - by[a].out - by[a].in || (a < b ? -1 : 1)).slice(0, Number(params.top)).forEach(function (x) {
  g.Emit({ party: x, others: size(x), from: by[x].out, to: by[x].in, ev: by[x].ev });
});
