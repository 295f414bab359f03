// Who stands between the others?
// Betweenness: of the shortest ways between each two nations or organizations, the part that leads over this one
// (Brandes 2001), over events that tie two sides together, whichever way they go.
// @family Networks
// @param ties any|cooperation|conflict = cooperation: which dealings
// @param top number = 10: how many
// @example kg query brokers --param ties=any
var next = {}, ev = {};
g.V("kg:Nation", "kg:Organization").In("rdf:type").Unique().Tag("a").LabelContext(g.V(), "ev").Out(kg.ties(params.ties)).ForEach(function (d) {
  [[d.a, d.id], [d.id, d.a]].forEach(function (p) {
    (next[p[0]] = next[p[0]] || {})[p[1]] = true;
    if (!ev[p[0]] || d.ev < ev[p[0]]) ev[p[0]] = d.ev;
  });
});
var all = Object.keys(next).sort(), score = {};
all.forEach(x => { score[x] = 0; });
all.forEach(function (s) {
  var stack = [], before = {}, ways = {}, far = {}, queue = [s], share = {};
  ways[s] = 1; far[s] = 0;
  for (var i = 0; i < queue.length; i++) {
    var v = queue[i];
    stack.push(v);
    Object.keys(next[v]).sort().forEach(function (w) {
      if (far[w] === undefined) { far[w] = far[v] + 1; queue.push(w); }
      if (far[w] === far[v] + 1) { ways[w] = (ways[w] || 0) + ways[v]; (before[w] = before[w] || []).push(v); }
    });
  }
  while (stack.length) {
    var w = stack.pop();
    (before[w] || []).forEach(v => { share[v] = (share[v] || 0) + ways[v] / ways[w] * (1 + (share[w] || 0)); });
    if (w !== s) score[w] += share[w] || 0;
  }
});
// Each pair was counted from both ends.
var most = (all.length - 1) * (all.length - 2);
all.sort((a, b) => score[b] - score[a] || (a < b ? -1 : 1)).slice(0, Number(params.top)).forEach(function (x) {
  if (score[x] > 1e-9) g.Emit({ party: x, others: Object.keys(next[x]).length, between: Math.round(score[x] / 2 * 100) / 100, share: Math.round(score[x] / most * 1000) / 1000, ev: ev[x] });
});
