// With whom does a nation or organization have dealings, and which?
// @family Networks
// @param party party = Russia: whose
// @param ties any|cooperation|conflict = any: which dealings
// @example kg query partners --param party=Turkey --param ties=conflict
var by = {};
var note = function (d, how) {
  var x = by[d.id] = by[d.id] || { n: 0, kinds: {}, evs: [] };
  x.n++;
  x.kinds[how] = (x.kinds[how] || 0) + 1;
  if (x.evs.indexOf(d.ev) < 0) x.evs.push(d.ev);
};
var start = g.Find(params.party, "kg:Nation", "kg:Organization").LabelContext(g.V(), "ev");
start.Out(kg.ties(params.ties), "tie").Order().ForEach(d => note(d, kg.label(d.tie)));
start.In(kg.ties(params.ties), "tie").Order().ForEach(d => {
  // Ties that stand both ways were counted going out.
  if (!/(With)$/.test(d.tie)) note(d, kg.label(d.tie) + " by");
});
Object.keys(by).sort((a, b) => by[b].n - by[a].n || (a < b ? -1 : 1)).forEach(function (x) {
  var kinds = by[x].kinds;
  g.Emit({ partner: x, dealings: by[x].n, which: Object.keys(kinds).sort().map(k => k + (kinds[k] > 1 ? " " + kinds[k] : "")), evs: by[x].evs.sort() });
});
