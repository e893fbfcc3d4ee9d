package proof

import (
	"iter"
	"slices"
)

// mostMistakes is how many mistakes the search looks for at once, besides those in how the hash is written.
const mostMistakes = 2

// mostBlocks bounds the search: the blocks of 64 bytes that are hashed or written down to be hashed, and the keys that
// are looked at. So much takes 70 ms and 12 MB on one core of 2022 at most, however many keys there are and whatever the
// id and the email are (BenchmarkDiagnoseAtWorst); one mistake with a few keys takes a quarter of a millisecond. What is
// cut off are the least likely pairs of mistakes.
const mostBlocks = 1 << 17

// mostKeys is how many of the known keys are tried, the first ones.
const mostKeys = 200

// searching is a search over who signed and how (makers), what (messages), and how it was written down (readings).
type searching struct {
	readings readings
	makers   [mostMistakes + 1][]maker // by how many mistakes they make
	plans    []plan
	blocks   int // that are left
}

// search finds what a hash is: the kid of the key that made it, and everything that is wrong. Nothing if it is nothing
// that can be found.
func search(c Case, all readings, blocks int) (kid string, wrong []*Reason) {
	if len(all) == 0 {
		return "", nil
	}
	s := searching{readings: all, plans: plansOf(c), blocks: blocks}
	for _, m := range makersOf(c) {
		s.makers[m.mistakes] = append(s.makers[m.mistakes], m)
	}
	for total := 0; total <= mostMistakes; total++ {
		for inMessage := 0; inMessage <= total; inMessage++ {
			for m := range s.messages(inMessage) {
				if kid, wrong = s.try(m, total); len(wrong) > 0 || s.blocks < 0 {
					return kid, wrong
				}
			}
		}
	}
	return "", nil
}

// message is what may have been signed.
type message struct {
	text  []byte
	use   Use // of the keys that sign it; "" for what no key does
	wrong []*Reason
}

// messages yields what has so many mistakes in it.
func (s *searching) messages(mistakes int) iter.Seq[message] {
	return func(yield func(message) bool) {
		for _, p := range s.plans {
			if !s.vary(p, 0, mistakes, yield) {
				return
			}
		}
	}
}

// vary adds mistakes of the list from one on to a plan, until it has enough, and yields that.
func (s *searching) vary(p plan, from, enough int, yield func(message) bool) bool {
	switch {
	case len(p.wrong) == enough:
		return s.spell(p, yield)
	case len(p.wrong) > enough:
		return true
	}
	for i := from; i < len(mistakes); i++ {
		for _, changed := range mistakes[i](p) {
			if !s.vary(changed, i+1, enough, yield) {
				return false
			}
		}
	}
	return true
}

func (s *searching) spell(p plan, yield func(message) bool) bool {
	for text := range p.texts() {
		if s.blocks -= blocksOf(len(text)); s.blocks < 0 || !yield(message{text, p.signedBy(), p.wrong}) {
			return false
		}
	}
	return true
}

// try signs a message in all ways that have so many mistakes in all, one of which may be what the key is for.
func (s *searching) try(m message, total int) (kid string, wrong []*Reason) {
	for misused := range 2 {
		mistakes := total - len(m.wrong) - misused
		if mistakes < 0 {
			break
		}
		for i := range s.makers[mistakes] {
			by := &s.makers[mistakes][i]
			if s.blocks--; by.key.misused(m.use) != (misused == 1) {
				continue
			}
			if written, ok := s.sign(by, m.text); ok {
				return by.key.KID, slices.Concat(by.wrong(m.use), m.wrong, written)
			}
		}
	}
	return "", nil
}

// sign makes the digests of a message that the text may be, and says what is wrong with how the one is written that it is.
func (s *searching) sign(by *maker, message []byte) (written []*Reason, ok bool) {
	for i, r := range s.readings {
		if s.readings[:i].has(r.algorithm) { // its sum was compared with this one, too
			continue
		}
		s.blocks -= 1 + blocksOf(len(message))
		if written, ok = s.readings.find(r.algorithm, by.sum(r.algorithm, message)); ok {
			return written, true
		}
	}
	return nil, false
}

// blocksOf is how many blocks of 64 bytes there are to hash.
func blocksOf(bytes int) int { return bytes/64 + 1 }
