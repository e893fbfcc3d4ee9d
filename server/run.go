package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"golang.org/x/term"
)

// What the program ends with.
const (
	exitFine   = 0
	exitFailed = 1 // the command could not do its work; stderr says why and what to do
	exitUsage  = 2 // the command was not understood
)

// terminal is where a command reads and writes: made things on out, everything else on err.
type terminal struct {
	in   io.Reader
	out  io.Writer
	err  io.Writer
	asks bool // somebody sits there who can answer
}

// run carries out one command line and returns the exit code. When ctx ends, serve stops cleanly.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	left := -1
	parser, err := newParser(out, errs, func(code int) { left = code })
	if err != nil {
		return fail(errs, exitFailed, err)
	}
	line, err := parser.Parse(args)
	if left >= 0 { // --help has been answered; what else stands on the line doesn't matter
		return left
	}
	if err != nil {
		return fail(errs, exitUsage, fmt.Errorf("%w (see nametag --help)", err))
	}
	line.BindTo(ctx, (*context.Context)(nil))
	if err := line.Run(&terminal{in: in, out: out, err: errs, asks: isTerminal(in)}); err != nil {
		return fail(errs, exitFailed, err)
	}
	return exitFine
}

func isTerminal(in io.Reader) bool {
	f, ok := in.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

func fail(errs io.Writer, code int, err error) int {
	fmt.Fprintf(errs, "nametag: %s\n", advice(err))
	return code
}
