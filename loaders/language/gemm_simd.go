//go:build goexperiment.simd && amd64

package language

import "simd/archsimd"

// gemm is the gemm of gemm.go with the vector instructions that the compiler makes under GOEXPERIMENT=simd: training is
// some times faster, and its result the same to the bit.
func gemm(c, a, b []float32, r, k, n int) {
	if !archsimd.X86.AVX512() {
		gemmScalar(c, a, b, r, k, n)
		return
	}
	j := 0
	for ; j+32 <= n; j += 32 {
		i := 0
		for ; i+4 <= r; i += 4 {
			c0, c1, c2, c3 := c[i*n+j:], c[(i+1)*n+j:], c[(i+2)*n+j:], c[(i+3)*n+j:]
			x0, x1, x2, x3 := a[i*k:i*k+k], a[(i+1)*k:(i+1)*k+k], a[(i+2)*k:(i+2)*k+k], a[(i+3)*k:(i+3)*k+k]
			x1, x2, x3 = x1[:len(x0)], x2[:len(x0)], x3[:len(x0)]
			s00, s01 := archsimd.LoadFloat32x16Slice(c0), archsimd.LoadFloat32x16Slice(c0[16:])
			s10, s11 := archsimd.LoadFloat32x16Slice(c1), archsimd.LoadFloat32x16Slice(c1[16:])
			s20, s21 := archsimd.LoadFloat32x16Slice(c2), archsimd.LoadFloat32x16Slice(c2[16:])
			s30, s31 := archsimd.LoadFloat32x16Slice(c3), archsimd.LoadFloat32x16Slice(c3[16:])
			for l := range x0 {
				p := b[l*n+j : l*n+j+32]
				b0, b1 := archsimd.LoadFloat32x16Slice(p), archsimd.LoadFloat32x16Slice(p[16:])
				v := archsimd.BroadcastFloat32x16(x0[l])
				s00, s01 = s00.Add(v.Mul(b0)), s01.Add(v.Mul(b1))
				v = archsimd.BroadcastFloat32x16(x1[l])
				s10, s11 = s10.Add(v.Mul(b0)), s11.Add(v.Mul(b1))
				v = archsimd.BroadcastFloat32x16(x2[l])
				s20, s21 = s20.Add(v.Mul(b0)), s21.Add(v.Mul(b1))
				v = archsimd.BroadcastFloat32x16(x3[l])
				s30, s31 = s30.Add(v.Mul(b0)), s31.Add(v.Mul(b1))
			}
			s00.StoreSlice(c0)
			s01.StoreSlice(c0[16:])
			s10.StoreSlice(c1)
			s11.StoreSlice(c1[16:])
			s20.StoreSlice(c2)
			s21.StoreSlice(c2[16:])
			s30.StoreSlice(c3)
			s31.StoreSlice(c3[16:])
		}
		for ; i < r; i++ {
			c0, x0 := c[i*n+j:], a[i*k:i*k+k]
			s0, s1 := archsimd.LoadFloat32x16Slice(c0), archsimd.LoadFloat32x16Slice(c0[16:])
			for l, x := range x0 {
				p := b[l*n+j : l*n+j+32]
				v := archsimd.BroadcastFloat32x16(x)
				s0 = s0.Add(v.Mul(archsimd.LoadFloat32x16Slice(p)))
				s1 = s1.Add(v.Mul(archsimd.LoadFloat32x16Slice(p[16:])))
			}
			s0.StoreSlice(c0)
			s1.StoreSlice(c0[16:])
		}
	}
	for ; j+16 <= n; j += 16 {
		for i := range r {
			c0, x0 := c[i*n+j:], a[i*k:i*k+k]
			s0 := archsimd.LoadFloat32x16Slice(c0)
			for l, x := range x0 {
				s0 = s0.Add(archsimd.BroadcastFloat32x16(x).Mul(archsimd.LoadFloat32x16Slice(b[l*n+j : l*n+j+16])))
			}
			s0.StoreSlice(c0)
		}
	}
	if j < n {
		for i := range r {
			c0, x0 := c[i*n+j:i*n+n], a[i*k:i*k+k]
			s0 := archsimd.LoadFloat32x16SlicePart(c0)
			for l, x := range x0 {
				s0 = s0.Add(archsimd.BroadcastFloat32x16(x).Mul(archsimd.LoadFloat32x16SlicePart(b[l*n+j : l*n+n])))
			}
			s0.StoreSlicePart(c0)
		}
	}
	archsimd.ClearAVXUpperBits()
}

// gemmScalar is for processors without the instructions.
func gemmScalar(c, a, b []float32, r, k, n int) {
	for i := range r {
		for l := range n {
			s := c[i*n+l]
			for m := range k {
				s += float32(a[i*k+m] * b[m*n+l])
			}
			c[i*n+l] = s
		}
	}
}
