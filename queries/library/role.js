// Who held a role, such as Defence Minister, in each nation on a day?
// Whom only the articles name comes with the article's day instead of a tenure.
// @family Offices
// @param role role = DefenceMinister: the role
// @param date date = 2020-06-23: the day, or any day of the month or year
// @example kg query role --param role=HeadOfState --param date=2010-04-08
var first = kg.firstDay(params.date), last = kg.lastDay(params.date);
g.V("kg:" + params.role).In("kg:role").Unique().Order().ForEach(function (o) {
  var of = kg.value(o.id, "kg:officeOf"), tenured = {};
  g.V(o.id).In("kg:office").Order().ForEach(function (t) {
    var person = kg.value(t.id, "kg:holder"), since = kg.value(t.id, "kg:since"), until = kg.value(t.id, "kg:until");
    tenured[person] = true;
    if (since && since > last || until && until < first) return;
    var said = g.V(person).LabelContext(g.V(), "ev").Out("kg:holdsOffice").Is(o.id).Order().TagValue();
    g.Emit({ of: of, person: person, since: since, until: until, ev: said ? said.ev : null });
  });
  g.V(o.id).LabelContext(g.V(), "ev").In("kg:holdsOffice").Order().ForEach(function (p) {
    if (!tenured[p.id] && kg.sentence(p.ev).published >= first && kg.sentence(p.ev).published <= last) g.Emit({ of: of, person: p.id, since: null, until: null, ev: p.ev });
  });
});
