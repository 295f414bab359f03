// Which events of a class are reported?
// @family Events in time
// @param event event = Assault: the class, or any
// @param party thing?: who takes part
// @param status status = Actual: which reports
// @param from date?: not before
// @param until date?: not after
// @example kg query events --param event=Mobilize --param status=any
kg.events(params.party, params).forEach(function (e) {
  g.Emit({ date: e.date, event: e.class, who: e.who, whom: e.whom, about: e.about, place: e.place, what: e.what, status: e.status, ev: e.ev });
});
