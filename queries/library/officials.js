// Who held which office of a nation on a day?
// Tenures that kg knows are checked against the day; for other people the day of the article is shown instead.
// @family Offices
// @param nation nation = India: whose offices
// @param date date = 2020-06-23: the day, or any day of the month or year
// @example kg query officials --param nation=Russia --param date=2021-12-06
var first = kg.firstDay(params.date), last = kg.lastDay(params.date);
g.Find(params.nation, "kg:Nation").In("kg:officeOf").Unique().Order().ForEach(function (o) {
  var tenured = {};
  g.V(o.id).In("kg:office").Order().ForEach(function (d) {
    var of = function (property) { return g.V(d.id).Out(property).ToValue(); };
    var t = { person: of("kg:holder"), since: of("kg:since"), until: of("kg:until") };
    tenured[t.person] = true;
    if (t.since && t.since > last || t.until && t.until < first) return;
    var said = g.V(t.person).LabelContext(g.V(), "ev").Out("kg:holdsOffice").Is(o.id).Order().TagValue();
    g.Emit({ person: t.person, office: o.id, since: t.since, until: t.until, ev: said ? said.ev : null });
  });
  g.V(o.id).LabelContext(g.V(), "ev").In("kg:holdsOffice").Order().ForEach(function (p) {
    if (!tenured[p.id]) g.Emit({ person: p.id, office: o.id, since: null, until: null, ev: p.ev });
  });
});
