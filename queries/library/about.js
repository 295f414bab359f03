// What do the articles say of a thing?
// @family Sources and evidence
// @param thing thing = S-400: which, by any of its names
// @example kg query about --param thing="Rajnath Singh"
var sentence = function (ev) { return ev.indexOf("#char=") > 0; };
var start = g.Find(params.thing).Tag("thing").LabelContext(g.V(), "ev");
start.Out(null, "property").Order().ForEach(function (d) {
  if (sentence(d.ev)) g.Emit({ subject: d.thing, property: d.property, object: d.id, ev: d.ev });
});
start.In(null, "property").Order().ForEach(function (d) {
  if (sentence(d.ev)) g.Emit({ subject: d.id, property: d.property, object: d.thing, ev: d.ev });
});
