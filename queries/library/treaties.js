// Which agreements had a nation or organization signed by a day, and how do they stand?
// Agreements whose signing has no day come last. The stage is the last that a sentence gives.
// @family Agreements
// @param party party = Russia: whose
// @param date date?: signed by then; empty for all
// @example kg query treaties --param party=Poland --param date=2022
var rows = [];
g.Find(params.party, "kg:Nation", "kg:Organization").In("kg:party").Unique().Order().ForEach(function (d) {
  var signed = kg.value(d.id, "kg:signedOn");
  if (params.date && (!signed || kg.firstDay(signed) > kg.lastDay(params.date))) return;
  rows.push({ signed: signed, agreement: d.id, parties: kg.values(d.id, "kg:party"), stage: kg.values(d.id, "kg:stage"), covers: kg.values(d.id, "kg:covers"), evs: kg.sentences(d.id) });
});
rows.sort((a, b) => ((a.signed || "9999") + a.agreement < (b.signed || "9999") + b.agreement ? -1 : 1)).forEach(r => g.Emit(r));
