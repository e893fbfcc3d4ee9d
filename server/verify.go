package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/schollz/progressbar/v3"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// verified is what verify prints with --json.
type verified struct {
	Differences []difference `json:"differences"`
}

type difference struct {
	Of   string `json:"of"`
	What string `json:"what"`
}

// Run replays the ledger and compares it with the tables. It ends with an error where they differ, so that scripts see it.
func (c *verify) Run(ctx context.Context, t *terminal) error {
	return withHouse(ctx, t, c.Data, func(h *house) error {
		tell, done := progressOn(t.err)
		found, err := h.service.Verify(ctx, tell)
		done()
		if err != nil {
			return err
		}
		out := verified{Differences: []difference{}}
		for _, d := range found {
			out.Differences = append(out.Differences, difference(d))
		}
		if err := c.show(t.out, out, func(w io.Writer) { tellVerified(w, found) }); err != nil {
			return err
		}
		if len(found) > 0 {
			return fmt.Errorf("the ledger and the tables differ in %d places", len(found))
		}
		return nil
	})
}

func tellVerified(w io.Writer, found []nametag.Difference) {
	if len(found) == 0 {
		fmt.Fprintln(w, "The ledger, replayed from nothing, gives the tables.")
		return
	}
	row(w, "OF", "DIFFERS IN")
	for _, d := range found {
		row(w, d.Of, d.What)
	}
}

// progressOn shows a bar, where somebody is there to see it.
func progressOn(out io.Writer) (tell func(done, total int64), finish func()) {
	file, ok := out.(*os.File)
	if !ok {
		return nil, func() {}
	}
	if info, err := file.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil, func() {}
	}
	bar := progressbar.NewOptions64(-1, progressbar.OptionSetWriter(file), progressbar.OptionSetDescription("replaying the ledger"),
		progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish())
	return func(done, total int64) {
		bar.ChangeMax64(total)
		_ = bar.Set64(done) // a terminal that went away shows nothing
	}, func() { _ = bar.Finish() }
}
