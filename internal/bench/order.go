package bench

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// order is a line on a side's standard input: a word and a number. The side prints it, carried out, with the number that
// was asked for.
type order struct {
	what string
	n    int
}

const (
	orderCollect = "collect" // give all memory back that isn't used
	orderFill    = "fill"    // have n people come
	orderStir    = "stir"    // have n changes happen a second, from now on
	orderCount   = "count"   // say how many changes were made
)

func (o order) String() string { return o.what + " " + strconv.Itoa(o.n) }

func parseOrder(line string) order {
	what, n, _ := strings.Cut(line, " ")
	o := order{what: what}
	o.n, _ = strconv.Atoi(n)
	return o
}

const carriedOut = "done: "

func (o order) done(out io.Writer) { fmt.Fprintln(out, carriedOut+o.String()) }
