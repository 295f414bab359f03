// Whom do the articles credit for what they report?
// @family Sources and evidence
// @param top number = 20: how many
// @example kg query sources --param top=5
var by = {};
kg.events("", { has: "kg:attributedTo" }).forEach(e => e.credited.forEach(s => { (by[s] = by[s] || []).push(e); }));
Object.keys(by).sort((a, b) => by[b].length - by[a].length || (a < b ? -1 : 1)).slice(0, Number(params.top)).forEach(function (s) {
  g.Emit({ source: s, speaksFor: kg.values(s, "kg:officialOf"), reports: by[s].length, articles: by[s].map(e => e.ev.split("#")[0]).filter((x, i, all) => all.indexOf(x) === i).length, ev: by[s][0].ev });
});
