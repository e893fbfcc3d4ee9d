package web_test

import (
	"testing"
)

func BenchmarkCommands(b *testing.B) {
	w := newWorld(b)
	p := w.page()
	p.identify(`{"external_id":"42","traits":{"name":"Jane"}}`)
	for name, body := range map[string]string{
		"hello":  p.batch(),
		"repeat": p.batch(`{"id":"again","call":"identify","args":{"external_id":"42","traits":{"name":"Jane"}}}`),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				request(b, w, "POST", "/v1/commands", body, browserType, fromShop)
			}
		})
	}
}
