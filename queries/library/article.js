// What does an article say?
// @family Sources and evidence
// @param id article?: the article's ID, as kg articles lists it; empty for the first
// @example kg query article --param id=putin-kim-treaty-2024
var id = params.id ? "article:" + params.id : g.V("schema:NewsArticle").In("rdf:type").Order().ToValue();
g.V(id).In("schema:isPartOf").Tag("ev").Out("kg:begin").Order().ForEach(function (s) {
  g.V().Tag("subject").LabelContext(s.ev).Out(null, "property").Order().ForEach(function (f) {
    g.Emit({ subject: f.subject, property: f.property, object: f.id, ev: s.ev });
  });
});
