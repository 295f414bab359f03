// Who brought others together or spoke between them?
// @family Diplomacy
// @param party party?: who takes part
// @example kg query mediators --param party=Eritrea
kg.events(params.party, { event: "Consult" }).forEach(function (e) {
  if (e.mediator.length || e.mode.indexOf("third-party") >= 0)
    g.Emit({ date: e.date, mediator: e.mediator, participants: e.who.concat(e.whom).filter(x => e.mediator.indexOf(x) < 0), place: e.place, about: e.about, status: e.status, ev: e.ev });
});
