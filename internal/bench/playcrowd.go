package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/nametag-dev/nametag/internal/live"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
	"github.com/nametag-dev/nametag/internal/sqlite"
)

// playCrowd is the real presence and the real sockets for agents, with visitors who are made up in the same process.
func playCrowd(ctx context.Context, data string, out io.Writer) (err error) {
	if err := os.MkdirAll(data, 0o700); err != nil {
		return fmt.Errorf("make data folder: %w", err)
	}
	store, err := sqlite.Open(ctx, sqlite.Config{Path: filepath.Join(data, databaseFile)})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	ids := &nametag.IDs{}
	room := presence.Open(presence.Config{Sessions: store, IDs: ids})
	defer func() { err = errors.Join(err, room.Close(context.WithoutCancel(ctx))) }()
	sockets := live.New(live.Config{Service: &nametag.Service{Store: store, Now: time.Now, IDs: ids}, Presence: room})
	defer func() { err = errors.Join(err, sockets.Close(context.WithoutCancel(ctx))) }()

	p := newPeople(room, ids)
	ctx, stop := context.WithCancel(ctx)
	defer p.stirring.Wait()
	defer stop()
	return listen(ctx, out, p.handler(ctx, sockets))
}

func (p *people) handler(ctx context.Context, sockets *live.Server) http.Handler {
	mux := http.NewServeMux()
	number := func(do func(n int) int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			n, _ := strconv.Atoi(r.FormValue("n"))
			fmt.Fprint(w, do(n))
		}
	}
	mux.HandleFunc("POST /fill", number(func(n int) int {
		for range n {
			p.arrive()
		}
		return n
	}))
	mux.HandleFunc("POST /stir", number(func(n int) int {
		p.stirring.Go(func() { p.stir(ctx, n) })
		return n
	}))
	mux.HandleFunc("POST /made", number(func(int) int { return int(p.made.Load()) }))
	mux.HandleFunc("GET /agent", func(w http.ResponseWriter, r *http.Request) {
		if err := sockets.Agent(w, r, p.site, func(context.Context) error { return nil }); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
		}
	})
	return mux
}
