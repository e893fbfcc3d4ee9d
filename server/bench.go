package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"time"

	"github.com/nametag-dev/nametag/internal/bench"
)

// benchmark measures this program beside the bare limits of the machine. To do so it starts itself again, with --side.
type benchmark struct {
	Rows    []string      `env:"NAMETAG_BENCH_ROWS" placeholder:"ROW,…" help:"What to measure: identify, repeat, fanout, memory, crowd, startup. All, if not given."`
	Report  string        `name:"json" env:"NAMETAG_BENCH_JSON" type:"path" placeholder:"FILE" help:"Write the figures of every repetition to a file, too."`
	Quick   bool          `env:"NAMETAG_BENCH_QUICK" help:"Smaller, and fewer repetitions: for a look."`
	Budget  time.Duration `env:"NAMETAG_BENCH_BUDGET" placeholder:"TIME" help:"When to end, finished or not: 8m, or 90s with --quick."`
	Dir     string        `env:"NAMETAG_BENCH_DIR" type:"path" placeholder:"FOLDER" help:"Where to make databases: on the disk to be measured. The system's temporary folder, if not given."`
	Profile string        `env:"NAMETAG_BENCH_PROFILE" type:"path" placeholder:"FOLDER" help:"Write CPU profiles of the servers there."`

	Side        string `hidden:"" env:"-"`
	SideData    string `hidden:"" env:"-"`
	SideProfile string `hidden:"" env:"-"`
}

// Run measures and prints the table, or plays a side of it.
func (c *benchmark) Run(ctx context.Context, t *terminal) error {
	if c.Side != "" {
		side := bench.Side{Name: c.Side, Data: c.SideData, Profile: c.SideProfile}
		return bench.Play(ctx, side, t.in, t.out, func(ctx context.Context, data string, out io.Writer, inhabit bench.Inhabit) error {
			return (&serve{folder: folder{Data: data}, Listen: "127.0.0.1:0", doors: unlimited, kept: forGood, inhabit: inhabit}).Run(ctx, &terminal{in: t.in, out: out, err: t.err})
		})
	}
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	report, err := bench.Run(ctx, bench.Config{
		Rows: c.Rows, Quick: c.Quick, Budget: c.Budget, Dir: c.Dir, Profile: c.Profile, Log: t.err,
		Command: func(s bench.Side) *exec.Cmd { return exec.Command(self, append([]string{"bench"}, s.Args()...)...) },
	})
	if len(report.Measures) == 0 {
		return err
	}
	return errors.Join(err, report.Table(t.out), c.write(report))
}

// unlimited counts as a real server does, and refuses nothing: the load comes from one address.
var unlimited = doors{LimitAddress: math.MaxInt32, LimitVisitor: math.MaxInt32, LimitSite: math.MaxInt32, LimitKey: math.MaxInt32, SocketsPerVisitor: 20}

// forGood keeps what a real server keeps at least.
var forGood = kept{EvidenceDays: 8}

func (c *benchmark) write(report bench.Report) error {
	if c.Report == "" {
		return nil
	}
	text, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		return fmt.Errorf("spell report: %w", err)
	}
	if err := os.WriteFile(c.Report, append(text, '\n'), 0o644); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}
