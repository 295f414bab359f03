// Which happenings are reported more than once, and how?
// Reports of the same class, nations, matter and days make one happening, whatever their status.
// @family Events in time
// @param event event = any: the class, or any
// @param least number = 2: at least so many reports
// @example kg query retold --param event=Consult
var by = {};
kg.events("", params).forEach(e => { if (e.cluster) (by[e.cluster] = by[e.cluster] || []).push(e); });
var once = list => list.filter((x, i) => x && list.indexOf(x) === i);
Object.keys(by).sort((a, b) => by[b].length - by[a].length || (a < b ? -1 : 1)).forEach(function (c) {
  var list = by[c];
  if (list.length < Number(params.least)) return;
  var nations = once([].concat.apply([], list.map(e => e.whoNation.concat(e.whomNation)))).sort();
  g.Emit({ reports: list.length, event: list[0].class, nations: nations, statuses: once(list.map(e => e.status)), articles: once(list.map(e => e.ev.split("#")[0])), evs: once(list.map(e => e.ev)) });
});
