// By which steps are two nations or organizations connected?
// The shortest way over the events that tie two sides together, whichever way they go; of ways of the same length the
// first by name. A row is a step, with its sentence.
// @family Networks
// @param a party = Egypt: one end
// @param b party = South Korea: the other
// @param ties any|cooperation|conflict = any: which dealings
// @example kg query path --param a=India --param b=Ecuador --param ties=cooperation
var ends = kg.find(params.b, "kg:Nation", "kg:Organization");
var from = {}, front = kg.find(params.a, "kg:Nation", "kg:Organization"), via = kg.ties(params.ties), found = null;
front.forEach(x => { from[x] = null; });
while (front.length && !found) {
  var next = [];
  front.sort().forEach(function (x) {
    var start = g.V(x).LabelContext(g.V(), "ev"), steps = [];
    start.Out(via, "tie").ForEach(d => { steps.push({ to: d.id, ev: d.ev, tie: d.tie, forth: true }); });
    start.In(via, "tie").ForEach(d => { steps.push({ to: d.id, ev: d.ev, tie: d.tie, forth: false }); });
    var key = s => s.to + " " + s.ev + " " + s.tie + (s.forth ? 0 : 1);
    steps.sort((p, q) => (key(p) < key(q) ? -1 : 1)).forEach(function (s) {
      if (from[s.to] !== undefined || !/^(nation|org):/.test(s.to)) return;
      from[s.to] = { x: x, s: s };
      next.push(s.to);
    });
  });
  found = ends.filter(e => from[e])[0] || null;
  front = next;
}
var steps = [];
for (var at = found; at && from[at]; at = from[at].x) steps.unshift(from[at]);
steps.forEach(function (f, i) {
  g.Emit({ step: i + 1, from: f.s.forth ? f.x : f.s.to, tie: f.s.tie, to: f.s.forth ? f.s.to : f.x, ev: f.s.ev });
});
