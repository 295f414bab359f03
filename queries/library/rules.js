// Which words and rules made the events of a class?
// @family Sources and evidence
// @param event event = Agree: the class, or any
// @param status status = any: which reports
// @example kg query rules --param event=Accuse
var by = {};
kg.events("", params).forEach(e => { var k = e.class + " " + e.rule + " " + e.trigger; (by[k] = by[k] || []).push(e); });
Object.keys(by).sort((a, b) => by[b].length - by[a].length || (a < b ? -1 : 1)).forEach(function (k) {
  g.Emit({ event: by[k][0].class, rule: by[k][0].rule, words: by[k][0].trigger, events: by[k].length, ev: by[k][0].ev });
});
