// What is mentioned together with a thing, and how often?
// @family Networks
// @param thing thing = S-400: which, by any of its names
// @param top number = 20: how many
// @example kg query together --param thing=NATO
var count = {}, example = {};
var self = kg.find(params.thing);
g.Find(params.thing).In("kg:mentions").Unique().Tag("ev").Out("kg:mentions").Order().ForEach(function (d) {
  if (self.indexOf(d.id) >= 0) return;
  count[d.id] = (count[d.id] || 0) + 1;
  example[d.id] = example[d.id] && example[d.id] < d.ev ? example[d.id] : d.ev;
});
Object.keys(count).sort(function (a, b) { return count[b] - count[a] || (a < b ? -1 : 1); }).slice(0, Number(params.top)).forEach(function (id) {
  g.Emit({ thing: id, sentences: count[id], ev: example[id] });
});
