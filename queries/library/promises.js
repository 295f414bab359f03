// Who promised or offered what, to whom, and was it done?
// What is promised is an event of its own; its status tells how far it has come.
// @family Diplomacy
// @param party party?: who promises or is promised
// @example kg query promises --param party=France
kg.events(params.party, { event: "Agree" }).forEach(function (e) {
  if (!e.whom.length && !e.content.length) return;
  var acts = e.content.map(c => kg.event(c));
  g.Emit({ date: e.date, who: e.who, to: e.whom, promises: acts.map(a => a.class), act: acts.map(a => a.status), about: e.about, status: e.status, ev: e.ev });
});
