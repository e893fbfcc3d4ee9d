package main

import (
	"fmt"
	"io"
)

// welcome is what an operator sees when the server is ready.
type welcome struct {
	public    string
	listening string
	demo      bool
	setup     string // "" once there is an admin
}

func (w welcome) print(out io.Writer) {
	fmt.Fprint(out, "\n  Nametag\n\n")
	if w.demo {
		fmt.Fprintf(out, "  Demo shop   %s/demo/\n  Its help    %s%s\n", w.public, helpOrigin(w.public), helpPath)
	}
	fmt.Fprintf(out, "  Panel       %s/panel/\n\n", w.public)
	if w.setup != "" {
		fmt.Fprintf(out, "  ▶ Make your account first. This link works once:\n\n    %s\n\n", w.setup)
	}
	fmt.Fprintf(out, "listening on %s\n", w.listening)
}
