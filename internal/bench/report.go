package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"
)

// Report is what a run found.
type Report struct {
	Machine  Machine   `json:"machine"`
	Quick    bool      `json:"quick"`
	Seconds  float64   `json:"seconds"`
	Measures []Measure `json:"measures"`
	Cut      []string  `json:"cut,omitempty"` // rows that weren't finished in time
}

// Measure is one thing that was measured, beside its limit if it has one.
type Measure struct {
	Row   string
	What  string
	Unit  string
	Ours  Sample
	Limit Sample // of the same repetitions; nil: there is none
	Bare  string // what the limit is
	Want  Want
	Note  string
}

// Want is what the first version must reach.
type Want struct {
	Of    string // "ratio", or "value" for what has no limit; "" where nothing is asked
	Least float64
	Most  float64
}

func ratioAtLeast(x float64) Want { return Want{Of: "ratio", Least: x, Most: math.Inf(1)} }
func ratioAtMost(x float64) Want  { return Want{Of: "ratio", Most: x} }
func atMost(x float64) Want       { return Want{Of: "value", Most: x} }

// spell prints what is wanted of a measure in that unit.
func (w Want) spell(unit string) string {
	times := " " + unit
	if w.Of == "ratio" {
		times = "×"
	}
	switch {
	case w.Of == "":
		return "stated"
	case math.IsInf(w.Most, 1):
		return "≥ " + short(w.Least) + times
	}
	return "≤ " + short(w.Most) + times
}

// Ratio is ours over the limit, repetition by repetition.
func (m *Measure) Ratio() Sample { return m.Ours.over(m.Limit) }

// Met reports whether the median is as wanted; ok is false where nothing is asked or nothing was measured.
func (m *Measure) Met() (met, ok bool) {
	got := m.Ours.Median()
	if m.Want.Of == "ratio" {
		got = m.Ratio().Median()
	}
	return got >= m.Want.Least && got <= m.Want.Most, m.Want.Of != "" && !math.IsNaN(got)
}

func (b *bench) add(m Measure) {
	if len(m.Ours) > 0 {
		b.report.Measures = append(b.report.Measures, m)
	}
}

// Table prints the report for people.
func (r Report) Table(out io.Writer) error {
	m := r.Machine
	fmt.Fprintf(out, "%s, %d cores, %s, %s, %s\n", m.CPU, m.Cores, m.System, m.Go, m.Date.Format("2006-01-02 15:04"))
	fmt.Fprintf(out, "Median (lowest–highest) of repetitions that were measured in turns; load and servers share the cores. %.0f s.\n\n", r.Seconds)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ROW\tMEASURE\tNAMETAG\tBARE LIMIT\tRATIO\tFIRST VERSION\t")
	for i := range r.Measures {
		fmt.Fprintln(w, r.Measures[i].line())
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("print table: %w", err)
	}
	r.notes(out)
	return nil
}

func (m *Measure) line() string {
	limit, ratio := "–", "–"
	if len(m.Limit) > 0 {
		limit = m.Limit.spell(m.Unit) + " " + m.Bare
		ratio = m.Ratio().spell("×")
	}
	verdict := ""
	if met, ok := m.Met(); ok && met {
		verdict = " met"
	} else if ok {
		verdict = " MISSED"
	}
	return strings.Join([]string{m.Row, m.What, m.Ours.spell(m.Unit), limit, ratio, m.Want.spell(m.Unit) + verdict, ""}, "\t")
}

func (r Report) notes(out io.Writer) {
	for _, m := range r.Measures {
		if m.Note != "" {
			fmt.Fprintf(out, "\n%s, %s: %s", m.Row, m.What, m.Note)
		}
	}
	if len(r.Cut) > 0 {
		fmt.Fprintf(out, "\nNot finished in time: %s. Give it more with --budget.", strings.Join(r.Cut, ", "))
	}
	fmt.Fprintln(out)
}

// spell prints a sample as its median with its spread.
func (s Sample) spell(unit string) string {
	if unit != "×" {
		unit = " " + unit
	}
	text := short(s.Median()) + unit
	if len(s) > 1 {
		text += fmt.Sprintf(" (%s–%s)", short(s.Quantile(0)), short(s.Quantile(1)))
	}
	return text
}

// short prints three digits that matter.
func short(x float64) string {
	switch a := math.Abs(x); {
	case a >= 999_500:
		return fmt.Sprintf("%.1fM", x/1e6)
	case a >= 99_950:
		return fmt.Sprintf("%.0fk", x/1e3)
	case a >= 9_995:
		return fmt.Sprintf("%.1fk", x/1e3)
	case a >= 99.95 || x == math.Trunc(x):
		return fmt.Sprintf("%.0f", x)
	case a >= 9.995:
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprintf("%.2f", x)
}

// MarshalJSON spells a measure for programs: medians, spread, every repetition, and the verdict.
func (m Measure) MarshalJSON() ([]byte, error) {
	spelt := map[string]any{"row": m.Row, "measure": m.What, "unit": m.Unit, "nametag": spread(m.Ours), "first_version": m.Want.spell(m.Unit)}
	if len(m.Limit) > 0 {
		spelt["limit"], spelt["bare"], spelt["ratio"] = spread(m.Limit), m.Bare, spread(m.Ratio())
	}
	if met, ok := m.Met(); ok {
		spelt["met"] = met
	}
	if m.Note != "" {
		spelt["note"] = m.Note
	}
	return json.Marshal(spelt)
}

func spread(s Sample) map[string]any {
	if len(s) == 0 {
		return nil
	}
	return map[string]any{"median": s.Median(), "lowest": s.Quantile(0), "highest": s.Quantile(1), "all": []float64(s)}
}
