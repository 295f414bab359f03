// What is known of an agreement?
// @family Agreements
// @param agreement agreement = EDCA: by its name or that of its parties and matter
// @example kg query agreement --param agreement="Indus Waters Treaty"
var start = g.Find(params.agreement, "kg:Agreement").Tag("agreement").LabelContext(g.V(), "ev");
start.Out(["kg:party", "kg:supplier", "kg:buyer", "kg:covers", "kg:stage", "kg:signedOn", "kg:value", "kg:currency", "kg:replaces"], "property").Order().ForEach(function (d) {
  g.Emit({ agreement: d.agreement, property: d.property, value: d.id, ev: d.ev });
});
start.Out("kg:quantity").Order().ForEach(function (d) {
  g.Emit({ agreement: d.agreement, property: "kg:quantity", value: kg.quantities(d.agreement).filter(q => q.quantity === d.id)[0].text, ev: d.ev });
});
start.In(["kg:about", "kg:replaces"], "property").Order().ForEach(function (d) {
  var event = d.property === "kg:about" ? kg.event(d.id) : null;
  g.Emit({ agreement: d.agreement, property: event ? event.class : "kg:replaces", value: event ? event.who.concat(event.whom) : d.id, ev: d.ev });
});
