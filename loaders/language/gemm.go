//go:build !(goexperiment.simd && amd64)

package language

// gemm adds the product of a, r by k, and b, k by n, to c, r by n, all row by row. Each element of c is summed in the
// order of k, product rounded before the sum: with or without vector instructions the bits are the same.
func gemm(c, a, b []float32, r, k, n int) {
	for i := range r {
		y := c[i*n : i*n+n]
		x := a[i*k : i*k+k]
		j := 0
		for ; j+4 <= k; j += 4 {
			a0, a1, a2, a3 := x[j], x[j+1], x[j+2], x[j+3]
			b0, b1, b2, b3 := b[j*n:j*n+n], b[(j+1)*n:(j+1)*n+n], b[(j+2)*n:(j+2)*n+n], b[(j+3)*n:(j+3)*n+n]
			b0, b1, b2, b3 = b0[:len(y)], b1[:len(y)], b2[:len(y)], b3[:len(y)]
			for l, v := range y {
				v += float32(a0 * b0[l])
				v += float32(a1 * b1[l])
				v += float32(a2 * b2[l])
				v += float32(a3 * b3[l])
				y[l] = v
			}
		}
		for ; j < k; j++ {
			a0, b0 := x[j], b[j*n:j*n+n]
			b0 = b0[:len(y)]
			for l, v := range y {
				y[l] = v + float32(a0*b0[l])
			}
		}
	}
}
