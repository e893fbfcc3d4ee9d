package bench_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/bench"
)

var measured = bench.Report{Measures: []bench.Measure{
	{Row: "identify", What: "fast enough", Unit: "/s", Ours: bench.Sample{400, 300, 500}, Limit: bench.Sample{1000, 1000, 1000}, Bare: "Echo", Want: bench.RatioAtLeast(0.3)},
	{Row: "identify", What: "too slow", Unit: "/s", Ours: bench.Sample{100}, Limit: bench.Sample{1000}, Bare: "Echo", Want: bench.RatioAtLeast(0.3), Note: "A note."},
	{Row: "startup", What: "absolute", Unit: "ms", Ours: bench.Sample{120}, Want: bench.AtMost(1000)},
	{Row: "crowd", What: "told", Unit: "cores", Ours: bench.Sample{0.29}},
}, Cut: []string{"memory"}}

func TestTable(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	if err := measured.Table(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"400 /s (300–500)", "1000 /s (1000–1000) Echo", "0.40× (0.30–0.50)", "≥ 0.30× met", "≥ 0.30× MISSED", "≤ 1000 ms met",
		"0.29 cores", "stated", "A note.", "Not finished in time: memory",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the table lacks %q:\n%s", want, &out)
		}
	}
}

func TestReportAsJSON(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(measured)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Measures []struct {
			Nametag, Ratio *struct{ Median float64 }
			Met            *bool
		}
	}
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	first, told := got.Measures[0], got.Measures[3]
	if first.Nametag.Median != 400 || first.Ratio.Median != 0.4 || !*first.Met {
		t.Errorf("got %s, want median 400, ratio 0.4, met", text)
	}
	if told.Ratio != nil || told.Met != nil {
		t.Errorf("got %s, want neither ratio nor verdict where nothing is asked", text)
	}
}
