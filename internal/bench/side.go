package bench

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"runtime/pprof"
	"strconv"
	"strings"
)

// Side is a process of its own that answers a load: the real server, or a bare limit. The zero Side is none.
type Side struct {
	Name    string // "server", "crowd", "echo" or "relay"
	Data    string // folder of a house; not for the bare ones
	Profile string // file for a CPU profile, "" for none
}

// Args are the arguments that make a command line of this program a side, besides the name of the command.
func (s Side) Args() []string {
	return []string{"--side=" + s.Name, "--side-data=" + s.Data, "--side-profile=" + s.Profile}
}

// A side prints where it listens, as the real server does, and then obeys orders; it ends when its standard input does.
const listeningOn = "listening on http://"

// Play is one side at work, until in ends or ctx does.
func Play(ctx context.Context, s Side, in io.Reader, out io.Writer, serve Serve) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop, err := profile(s.Profile)
	if err != nil {
		return err
	}
	defer stop()
	orders := make(chan order, 1)
	go obey(in, out, orders, cancel) // ends with the process, or with its input
	switch s.Name {
	case "server":
		return serve(ctx, s.Data, out, nil)
	case "crowd":
		return serve(ctx, s.Data, out, inhabitByOrder(orders, out))
	case "echo":
		return listen(ctx, out, echoHandler())
	case "relay":
		return listen(ctx, out, newRelay())
	}
	return fmt.Errorf("there is no side %q", s.Name)
}

// obey carries out what every side can, and passes on what its people are to do.
func obey(in io.Reader, out io.Writer, orders chan<- order, end func()) {
	defer end()
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		o := parseOrder(lines.Text())
		if o.what != orderCollect {
			orders <- o
			continue
		}
		debug.FreeOSMemory()
		o.done(out)
	}
}

func profile(file string) (stop func(), err error) {
	if file == "" {
		return func() {}, nil
	}
	f, err := os.Create(file)
	if err != nil {
		return nil, fmt.Errorf("make profile: %w", err)
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, fmt.Errorf("start profile: %w", err)
	}
	return func() {
		pprof.StopCPUProfile()
		_ = f.Close()
	}, nil
}

// profileOf names the profile of a server that is about to start.
func (b *bench) profileOf(name string) string {
	if b.Profile == "" {
		return ""
	}
	return filepath.Join(b.Profile, strings.ReplaceAll(name, " ", "-")+"-"+strconv.Itoa(len(b.report.Measures))+".pprof")
}
