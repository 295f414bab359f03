// Which things of a class are mentioned in the most sentences?
// @family Networks
// @param class class = Nation: which class
// @param top number = 20: how many
// @example kg query connected --param class=WeaponSystem
var rows = [];
g.V("kg:" + params.class).In("rdf:type").Unique().Order().ForEach(function (d) {
  var sentences = g.V(d.id).In("kg:mentions").ToArray();
  if (sentences.length) rows.push({ thing: d.id, sentences: sentences.length, ev: sentences.sort()[0] });
});
rows.sort(function (a, b) { return b.sentences - a.sentences || (a.thing < b.thing ? -1 : 1); });
rows.slice(0, Number(params.top)).forEach(function (r) { g.Emit(r); });
