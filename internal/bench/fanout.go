package bench

import (
	"context"
	"fmt"
	"path/filepath"
)

// fanout measures how fast one change reaches an agent, and how many changes reach many.
func (b *bench) fanout(ctx context.Context) error {
	if err := b.latency(ctx); err != nil {
		return fmt.Errorf("latency: %w", err)
	}
	if err := b.broadcast(ctx); err != nil {
		return fmt.Errorf("broadcast: %w", err)
	}
	return nil
}

// The frames that bring something new carry it as a mark and a number.
const (
	companyMark = `"company":"m` // of a row whose person was identified
	titleMark   = `"title":"n`   // of a row whose page changed: whose, and the how manieth
	markDigits  = 8
)

// numberAfter reads the digits at the beginning of text.
func numberAfter(text []byte) (n int, ok bool) {
	if len(text) < markDigits {
		return 0, false
	}
	for _, d := range text[:markDigits] {
		if d < '0' || d > '9' {
			return 0, false
		}
		n = n*10 + int(d-'0')
	}
	return n, true
}

// folder is where a row has a house of its own.
func (b *bench) folder(name string) string { return filepath.Join(b.dir, name) }

// rowOf is a row as a relay would send it: 300 bytes and more, with a place for what is new.
func rowOf(company, title string) string {
	return `{"view":{"n":12,"rows":[{"id":"r2","visitor":"v_0c4j8x6rm2a9k","visitors":1,"contact":"c_0c4j8x6rm2b2q","trust":"claimed","name":"Jane",` +
		`"email":"jane@example.com","external_id":"42","company":"` + company + `","page":{"url":"https://shop.example/mugs/blue?utm_source=mail","title":"` + title +
		`"},"device":{"kind":"desktop"},"since":1795224000000,"state":"active","tabs":1}]}}`
}
