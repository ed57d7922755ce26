package ccd

import "slices"

// maxStrokes is how deep in one another elements strike through. One that is deeper is none.
const maxStrokes = 64

// strokes counts the elements of a name that are open and strike through.
func (p *page) strokes(name []byte) (n int) {
	if len(p.crossed) == maxStrokes {
		return 1 << 30
	}
	for _, open := range p.crossed {
		if open == string(name) {
			n++
		}
	}
	return n
}

// endStroke ends the last one of a name.
func (p *page) endStroke(name []byte) {
	for i, open := range slices.Backward(p.crossed) {
		if open == string(name) {
			p.crossed = slices.Delete(p.crossed, i, i+1)
			return
		}
	}
}
