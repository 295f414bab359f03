// Which articles speak of a thing, and how much?
// @family Sources and evidence
// @param thing thing = Russia: which, by any of its names
// @example kg query coverage --param thing=NATO
var by = {};
g.Find(params.thing).In("kg:mentions").Unique().Order().ForEach(function (d) {
  var article = kg.value(d.id, "schema:isPartOf");
  (by[article] = by[article] || []).push(d.id);
});
var rows = Object.keys(by).map(a => ({ day: kg.value(a, "schema:datePublished"), article: a, headline: kg.value(a, "schema:headline"), sentences: by[a].length, ev: by[a][0] }));
rows.sort((a, b) => ((a.day || "") + a.article < (b.day || "") + b.article ? -1 : 1)).forEach(r => g.Emit(r));
