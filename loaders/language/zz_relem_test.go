package language
import ("testing";"os";"strings";"fmt")
// rewrite a model's lemma table by the rules as they stand
func TestZZRelem(t *testing.T) {
	f := os.Getenv("RELEM"); if f == "" { t.Skip() }
	s, _ := os.ReadFile(f)
	m, err := ReadModel(strings.NewReader(string(s))); if err != nil { t.Fatal(err) }
	m.lemmas = learnLemmas(append(readTreebank(t, "ewt-train.conllu"), readTreebank(t, "gum-train.conllu")...))
	var b strings.Builder
	m.WriteTo(&b)
	os.WriteFile(os.Getenv("OUT"), []byte(b.String()), 0o644)
	ewt, gum := readTreebank(t, "ewt-dev.conllu"), readTreebank(t, "gum-dev.conllu")
	a, g := Evaluate(m, ewt), Evaluate(m, gum)
	fmt.Printf("%d lemmas, %d bytes: EWT xpos %.2f lemma %.2f las %.2f GUM xpos %.2f lemma %.2f las %.2f\n", len(m.lemmas), b.Len(), a.XPOS(), a.Lemma(), a.LAS(), g.XPOS(), g.Lemma(), g.LAS())
}
