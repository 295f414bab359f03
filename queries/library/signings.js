// Which agreements were signed or reached, by whom, where and when?
// @family Agreements
// @param party party?: who signs
// @param status status = Actual: Planned for signings to come
// @param from date?: not before
// @param until date?: not after
// @example kg query signings --param from=2010 --param until=2019
kg.events(params.party, Object.assign({}, params, { event: "Agree" })).forEach(function (e) {
  var agreements = e.about.filter(x => x.indexOf("agreement:") === 0);
  if (agreements.length) g.Emit({ date: e.date, who: e.who.concat(e.whom), agreement: agreements, place: e.place, status: e.status, ev: e.ev });
});
