// Which arms deals were refused, barred, threatened or called off?
// @family Arms trade
// @param party party?: who takes part
// @example kg query blocked --param party=Turkey
var against = ["kg:Reject", "kg:Sanction", "kg:Threaten"];
kg.events(params.party, { has: "kg:about" }).forEach(function (e) {
  var arms = e.about.filter(x => x.indexOf("weapon:") === 0 || kg.values(x, "kg:covers").some(y => y.indexOf("weapon:") === 0));
  if (arms.length && (against.indexOf(e.class) >= 0 || e.outcome || e.status === "kg:Negated"))
    g.Emit({ date: e.date, event: e.class, who: e.who, whom: e.whom, about: arms, status: e.status, outcome: e.outcome, ev: e.ev });
});
