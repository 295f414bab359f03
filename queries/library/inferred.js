// Whom does a sentence not name, so that the background supplied who it is?
// @family Sources and evidence
// @param party thing?: who takes part
// @example kg query inferred --param party=Pakistan
kg.events(params.party, { has: "kg:inferred" }).forEach(function (e) {
  var added = kg.values(e.event, "kg:inferred");
  g.Emit({ inferred: added, event: e.class, who: e.who, whom: e.whom, trigger: e.trigger, ev: e.ev });
});
