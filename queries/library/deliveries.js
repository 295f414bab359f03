// Which arms were handed over, by whom to whom?
// Sales that are delivered, and gifts; what is only agreed is in the register.
// @family Arms trade
// @param party party?: who gives or gets
// @param status status = any: Actual for what was delivered, Planned for what is to come
// @example kg query deliveries --param status=Planned
kg.events(params.party, { event: ["Cooperate", "Aid"], status: params.status, has: "kg:about" }).forEach(function (e) {
  var weapons = e.about.filter(x => x.indexOf("weapon:") === 0);
  if (!weapons.length) return;
  // Two who act together without a third who gets something: an exercise, not a delivery.
  if (e.who.length > 1 && !e.whom.length) return;
  g.Emit({ date: e.date, from: e.who, to: e.whom, weapons: weapons, number: kg.quantities(e.event).map(q => q.text), status: e.status, ev: e.ev });
});
