package language

import "math"

// exp is e to the x within two units of the last place of float32. It is written out so that training gives the same
// bits on every machine: the library's differs with the processor, and products are rounded before sums lest a compiler
// fuse them.
func exp(x float32) float32 {
	if x < -87 {
		return 0
	}
	if x > 88 {
		x = 88
	}
	n := float32(x * 1.4426950408889634)
	if n < 0 {
		n -= 0.5
	} else {
		n += 0.5
	}
	k := int32(n)
	f := float32(k)
	x = x - float32(f*0.693359375)
	x = x + float32(f*2.12194440e-4)
	p := float32(1.9875691500e-4*x) + 1.3981999507e-3
	p = float32(p*x) + 8.3334519073e-3
	p = float32(p*x) + 4.1665795894e-2
	p = float32(p*x) + 1.6666665459e-1
	p = float32(p*x) + 5.0000001201e-1
	p = float32(float32(p*x)*x) + x + 1
	return p * math.Float32frombits(uint32(k+127)<<23)
}

func sigmoid(x float32) float32 { return 1 / (1 + exp(-x)) }

func tanh(x float32) float32 { return 2/(1+exp(-2*x)) - 1 }

// random is a small generator (SplitMix64): the same numbers from the same seed on every machine and release.
type random uint64

func (r *random) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// float returns a number from 0 up to 1.
func (r *random) float() float32 { return float32(r.next()>>40) / (1 << 24) }

// below returns a whole number from 0 up to n.
func (r *random) below(n int) int { return int(r.next() % uint64(n)) }

// normal returns a number of mean 0 and deviation 1, near enough: the sum of twelve even ones.
func (r *random) normal() float32 {
	s := float32(-6)
	for range 12 {
		s += r.float()
	}
	return s
}
