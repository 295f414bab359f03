// Do two nations work with or against one another?
// Reports by PLOVER's quad class, 1 and 2 words and deeds of cooperation, 3 and 4 of conflict. Happenings count once
// what several sentences report.
// @family Diplomacy
// @param a party = India: one of them
// @param b party = Pakistan: the other
// @param status status = Actual: which reports
// @param from date?: not before
// @param until date?: not after
// @example kg query balance --param a=Russia --param b="United States"
var side = name => g.Find(name, "kg:Nation", "kg:Organization").In(["kg:actor", "kg:recipient", "kg:actorNation", "kg:recipientNation"]);
var names = { 1: "words of cooperation", 2: "deeds of cooperation", 3: "words of conflict", 4: "deeds of conflict" };
var by = {};
kg.events(side(params.a).Intersect(side(params.b)), params).forEach(function (e) {
  var quad = kg.value(e.class, "kg:quadClass");
  (by[quad] = by[quad] || []).push(e);
});
Object.keys(by).sort().forEach(function (quad) {
  var list = by[quad], of = key => list.map(e => e[key]).filter((x, i, all) => x && all.indexOf(x) === i);
  g.Emit({ quadClass: Number(quad), meaning: names[quad], reports: list.length, happenings: of("cluster").length || list.length, classes: of("class"), first: of("from")[0] || null, evs: of("ev") });
});
