// Who accused or criticised whom, of what?
// The act is what the accused is said to have done, an event of its own with its own status; an accusation does not
// make it Actual.
// @family Diplomacy
// @param party party?: who accuses or is accused
// @param status status = Actual: whether the accusation was made
// @param from date?: not before
// @param until date?: not after
// @example kg query accusations --param party=Ukraine
kg.events(params.party, Object.assign({}, params, { event: "Accuse" })).forEach(function (e) {
  g.Emit({ date: e.date, who: e.who, accuses: e.whom, of: e.what, act: e.content.map(c => kg.event(c).class), about: e.about, credited: e.credited, ev: e.ev });
});
