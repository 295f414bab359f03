// Which sentences speak of two things together?
// @family Sources and evidence
// @param a thing = India: one of them
// @param b thing = Russia: the other
// @example kg query evidence --param a=Turkey --param b=S-400
g.Find(params.a).In("kg:mentions").Intersect(g.Find(params.b).In("kg:mentions")).Unique().Order().ForEach(function (d) {
  g.Emit({ article: g.V(d.id).Out("schema:isPartOf").ToValue(), ev: d.id });
});
