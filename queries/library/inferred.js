// Whom does a sentence not name, so that the background supplied who it is?
// @family Sources and evidence
// @param party thing?: who takes part
// @example kg query inferred --param party=Pakistan
kg.events(params.party).forEach(function (e) {
  var added = kg.values(e.event, "kg:inferred");
  if (added.length) g.Emit({ inferred: added, event: e.class, who: e.who, whom: e.whom, trigger: e.trigger, ev: e.ev });
});
