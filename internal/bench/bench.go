// Package bench measures Nametag beside the bare limits of the machine that it runs on: the same load, side by side,
// in turns, so that only ratios have to be believed. Every side that answers is a process of its own, started from this
// very program; the load comes from here, over loopback, and shares the processor with whoever answers.
//
// It is no part of a server: nothing imports it but the command that runs it.
package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"time"
)

// Config is what to measure. Zero fields take what their comment says.
type Config struct {
	Rows    []string      // names of [Rows]; none: all
	Quick   bool          // smaller, and fewer repetitions: for a look
	Budget  time.Duration // when to end, finished or not; 0: 8 minutes, 90 seconds if quick
	Dir     string        // where databases are made, on the disk to be measured; "": the system's temporary folder
	Profile string        // folder for CPU profiles of the servers; "": none are made
	Log     io.Writer     // what is going on; nil: nobody wants to know
	// Command makes the command that runs this program as one side of a measurement, with the arguments that
	// [Side.Args] gave.
	Command func(Side) *exec.Cmd
}

const (
	budget      = 8 * time.Minute
	quickBudget = 90 * time.Second
)

// bench is one run.
type bench struct {
	Config
	plan
	dir    string
	report Report
	houses map[int]*house // by number of people
}

// rows are what can be measured, in the order in which it is.
var rows = []struct {
	name string
	run  func(*bench, context.Context) error
}{
	{"identify", (*bench).identify},
	{"repeat", (*bench).repeat},
	{"fanout", (*bench).fanout},
	{"startup", (*bench).startup},
	{"crowd", (*bench).crowd},
	{"memory", (*bench).memory}, // takes longest: where the time ends, it is here
}

// Rows names what can be measured.
func Rows() []string {
	names := make([]string, len(rows))
	for i, r := range rows {
		names[i] = r.name
	}
	return names
}

// Run measures. Where the time ends before the work does, the report holds what there is and says so; where a row fails,
// the error says so, and the report holds the others.
func Run(ctx context.Context, c Config) (Report, error) {
	b, err := newBench(c)
	if err != nil {
		return Report{}, err
	}
	defer func() { _ = os.RemoveAll(b.dir) }()
	started := time.Now()
	ctx, cancel := context.WithTimeoutCause(ctx, b.Budget, errBudget)
	defer cancel()
	var failed []error
	for _, r := range rows {
		if len(c.Rows) > 0 && !slices.Contains(c.Rows, r.name) {
			continue
		}
		b.say("%s …", r.name)
		if err := b.row(ctx, r.run); err != nil {
			failed = append(failed, fmt.Errorf("measure %s: %w", r.name, err))
		}
		if context.Cause(ctx) != nil {
			b.report.Cut = append(b.report.Cut, r.name)
		}
	}
	b.report.Seconds = time.Since(started).Seconds()
	return b.report, errors.Join(failed...)
}

var errBudget = errors.New("the time is up")

// row measures one row. That the time is up, or that this system can't tell, is no error.
func (b *bench) row(ctx context.Context, run func(*bench, context.Context) error) error {
	if context.Cause(ctx) == errBudget {
		return nil
	}
	err := run(b, ctx)
	if errors.Is(err, errNotTold) {
		b.say("  %v", err)
		return nil
	}
	if err != nil && context.Cause(ctx) == errBudget {
		return nil
	}
	return err
}

func newBench(c Config) (*bench, error) {
	for _, name := range c.Rows {
		if !slices.Contains(Rows(), name) {
			return nil, fmt.Errorf("there is no row %q: there are %v", name, Rows())
		}
	}
	if c.Budget == 0 {
		c.Budget = budget
		if c.Quick {
			c.Budget = quickBudget
		}
	}
	if c.Log == nil {
		c.Log = io.Discard
	}
	dir, err := os.MkdirTemp(c.Dir, "nametag-bench-")
	if err != nil {
		return nil, fmt.Errorf("make folder: %w", err)
	}
	b := &bench{Config: c, plan: planFor(c.Quick, c.Budget), dir: dir, houses: map[int]*house{}}
	b.report = Report{Machine: thisMachine(), Quick: c.Quick}
	return b, nil
}

func (b *bench) say(format string, args ...any) { fmt.Fprintf(b.Log, format+"\n", args...) }
