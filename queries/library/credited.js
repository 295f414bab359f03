// What is somebody credited with saying?
// @family Sources and evidence
// @param source thing = Lloyd Austin: a person, nation or organization
// @example kg query credited --param source="Jens Stoltenberg"
kg.events(g.Find(params.source).In("kg:attributedTo")).forEach(function (e) {
  g.Emit({ source: e.credited, event: e.class, who: e.who, whom: e.whom, about: e.about, date: e.date, status: e.status, words: e.attribution, ev: e.ev });
});
