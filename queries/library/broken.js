// Which agreements were suspended, ended, replaced, rejected or sanctioned?
// @family Agreements
// @param party party?: whose
// @example kg query broken --param party=Pakistan
var party = params.party ? kg.find(params.party, "kg:Nation", "kg:Organization") : null;
g.V("kg:Agreement").In("rdf:type").Unique().Order().ForEach(function (d) {
  var parties = kg.values(d.id, "kg:party");
  if (party && !party.some(p => parties.indexOf(p) >= 0)) return;
  g.V(d.id).LabelContext(g.V(), "ev").Out("kg:stage").Is("kg:Suspended", "kg:Ended").Order().ForEach(function (s) {
    g.Emit({ agreement: d.id, parties: parties, what: s.id, who: [], status: null, ev: s.ev });
  });
  g.V(d.id).LabelContext(g.V(), "ev").In("kg:replaces").Order().ForEach(function (n) {
    g.Emit({ agreement: d.id, parties: parties, what: "kg:replaces", who: [n.id], status: null, ev: n.ev });
  });
  kg.events(g.V(d.id).In("kg:about")).forEach(function (e) {
    if (e.class === "kg:Reject" || e.class === "kg:Sanction") g.Emit({ agreement: d.id, parties: parties, what: e.class, who: e.who, status: e.status, ev: e.ev });
  });
});
