// What happened with a nation, organization or person, in order?
// @family Events in time
// @param thing thing = India: who acts or is acted on
// @param status status = any: which reports
// @param from date?: not before
// @param until date?: not after
// @example kg query timeline --param thing="Vladimir Putin" --param from=2024
kg.events(params.thing, params).forEach(function (e) {
  g.Emit({ from: e.from, to: e.to, event: e.class, who: e.who, whom: e.whom, about: e.about, status: e.status, ev: e.ev });
});
