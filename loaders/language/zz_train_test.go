package language

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

func num(k string, d float64) float64 {
	if v, err := strconv.ParseFloat(os.Getenv(k), 64); err == nil {
		return v
	}
	return d
}

func TestZZTrain(t *testing.T) {
	if os.Getenv("TRAIN") == "" {
		t.Skip("by hand")
	}
	o := TrainOptions{Epochs: int(num("EPOCHS", 10)), Seed: uint64(num("SEED", 1)), rate: num("RATE", 2e-3)}
	o.dims = dims{int(num("D", 128)), int(num("H", 80)), int(num("A", 96)), int(num("L", 80))}
	o.drop = [4]float32{float32(num("P0", .25)), float32(num("P1", .3)), float32(num("P2", .3)), float32(num("P3", .15))}
	o.Treebanks = append(readTreebank(t, "ewt-train.conllu"), readTreebank(t, "gum-train.conllu")...)
	ewt, gum := readTreebank(t, "ewt-dev.conllu"), readTreebank(t, "gum-dev.conllu")
	start := time.Now()
	every := int(num("EVERY", 2))
	o.Report = func(p Progress) {
		e, loss, m := p.Epoch, p.Loss, p.Model
		if e%every != 0 && e != o.Epochs {
			fmt.Printf("%3d %6.0fs loss %.4f\n", e, time.Since(start).Seconds(), loss)
			return
		}
		a, b := Evaluate(m, ewt), Evaluate(m, gum)
		fmt.Printf("%3d %6.0fs loss %.4f  EWT xpos %.2f lemma %.2f uas %.2f las %.2f  GUM xpos %.2f lemma %.2f uas %.2f las %.2f\n", e, time.Since(start).Seconds(), loss,
			a.XPOS(), a.Lemma(), a.UAS(), a.LAS(), b.XPOS(), b.Lemma(), b.UAS(), b.LAS())
	}
	m, err := Train(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	m.WriteTo(&b)
	os.WriteFile(os.Getenv("TRAIN"), []byte(b.String()), 0o644)
	m2, err := ReadModel(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	a, g := Evaluate(m2, ewt), Evaluate(m2, gum)
	fmt.Printf("final %d bytes, %d feats: EWT xpos %.2f las %.2f GUM xpos %.2f las %.2f\n", b.Len(), len(m.feats), a.XPOS(), a.LAS(), g.XPOS(), g.LAS())
	for _, r := range []string{"nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod", "conj", "ccomp", "xcomp", "advcl", "acl", "acl:relcl", "appos", "compound", "flat", "root", "punct"} {
		fmt.Printf("%s %.1f/%.1f  ", r, a.Relations[r].F1(), g.Relations[r].F1())
	}
	fmt.Println()
}
