// Which sentences mention a thing?
// @family Sources and evidence
// @param thing thing = S-400: which, by any of its names
// @example kg query mentions --param thing="Lloyd Austin"
g.Find(params.thing).Tag("thing").In("kg:mentions").Unique().Order().ForEach(function (d) {
  g.Emit({ thing: d.thing, article: kg.value(d.id, "schema:isPartOf"), states: g.V().LabelContext(d.id).Out().Count(), ev: d.id });
});
