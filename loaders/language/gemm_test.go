package language

import "testing"

func TestGemmSumsInOrder(t *testing.T) {
	const r, k, n = 7, 13, 53
	rng := new(random)
	fill := func(m int) []float32 {
		v := make([]float32, m)
		for i := range v {
			v[i] = rng.float()*2 - 1
		}
		return v
	}
	a, b, c := fill(r*k), fill(k*n), fill(r*n)
	want := make([]float32, r*n)
	for i := range r {
		for j := range n {
			s := c[i*n+j]
			for l := range k {
				s += float32(a[i*k+l] * b[l*n+j])
			}
			want[i*n+j] = s
		}
	}
	gemm(c, a, b, r, k, n)
	for i := range want {
		if c[i] != want[i] {
			t.Fatalf("element %d is %g, summed one by one %g: training would not be the same on every build", i, c[i], want[i])
		}
	}
}

func BenchmarkGemm(b *testing.B) {
	const r, k, n = 24, 160, 480
	x, y, z := make([]float32, r*k), make([]float32, k*n), make([]float32, r*n)
	for i := range x {
		x[i] = 1
	}
	for b.Loop() {
		gemm(z, x, y, r, k, n)
	}
	b.ReportMetric(r*k*n*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "GMAC/s")
}
