package language
import ("testing";"os")
func TestZZUpos(t *testing.T) {
	f, _ := os.Create("/tmp/upos.conllu")
	for _, d := range readTreebank(t, "ewt-dev.conllu") { WriteCoNLLU(f, d) }
	f.Close()
}
