package sqlite_test

import (
	"io"
	"os"
	"reflect"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/sqlite"
)

// ticking opens the world's file as a process that looks for other writers when told to.
func (w *world) ticking() (s *sqlite.Store, look func()) {
	ticks := make(chan time.Time)
	s = w.open(sqlite.Config{}.Polling(ticks))
	return s, func() {
		ticks <- at
		ticks <- at // taken only after the first was dealt with
	}
}

// What another process wrote is seen once we looked, in every memory.
func TestForeignWritesAreSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.contact("42", "jane@example.com")
	v := w.visitor(c)
	w.write(c, v)
	server, look := w.ticking()
	keys := nametag.Keys{Visitor: v.ID, ExternalID: "42", Email: "jane@example.com"}
	known(t, server, keys)
	if _, err := server.SiteByKey(t.Context(), "shop"); err != nil {
		t.Fatal(err)
	}

	c2, v2 := c.Clone(), v.Clone()
	c2.EmailTrust, v2.Number = nametag.Verified, 2
	w.write(c2, v2)
	w.site(shop, "renamed", "shop")
	look()
	k := known(t, server, keys)
	if k.Visitor.Number != 2 || !reflect.DeepEqual(k.Linked, itself(c2)) || !reflect.DeepEqual(k.ByEmail, []nametag.Found{itself(c2)}) {
		t.Errorf("known: %+v", k)
	}
	if site, err := server.SiteByKey(t.Context(), "shop"); err != nil || site.Key != "renamed" {
		t.Errorf("site: %v, %v", site, err)
	}
}

// Our own writes and checkpoints leave memory alone: else it would always be empty.
func TestOwnWritesKeepMemory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ticks := make(chan time.Time)
	s := w.open(sqlite.Config{}.Polling(ticks).Checkpointing(1, 1<<40))
	if err := write(t, s, w.contact("42", "")); err != nil {
		t.Fatal(err)
	}
	before := known(t, s, nametag.Keys{ExternalID: "42"})
	for range 20 { // each with a checkpoint behind it
		if err := write(t, s, w.contact("", "")); err != nil {
			t.Fatal(err)
		}
		ticks <- at
	}
	ticks <- at
	if k := known(t, s, nametag.Keys{ExternalID: "42"}); k.ByID != before.ByID {
		t.Error("the contact was read from the file again")
	}
}

// A decision is never made on what another process has changed since, looked or not.
func TestForeignWritesBeforeADecision(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := w.visitor(nil)
	server, _ := w.ticking()
	for range 5 {
		w.must(count(t, server, v))
		w.must(count(t, w.Store, v))
	}
	if k := known(t, w.open(sqlite.Config{}), nametag.Keys{Visitor: v.ID}); k.Visitor.Number != 11 || k.Next != 11 {
		t.Errorf("counted to %d, next is %d", k.Visitor.Number, k.Next)
	}
}

// By itself a store looks often enough.
func TestForeignWritesAreSeenInTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	server := w.open(sqlite.Config{})
	if _, err := server.SiteByKey(t.Context(), "shop"); err != nil {
		t.Fatal(err)
	}
	w.site(2, "second")
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		if _, err := server.SiteByKey(t.Context(), "second"); err == nil {
			return
		}
	}
	t.Error("the new site was never seen")
}

// What was answered is in the files at that moment: a copy of them, as a crash would leave it, has it all.
func TestAnsweredIsDurable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 3 {
		c := w.contact(string(rune('a'+i)), "")
		v := w.visitor(c)
		w.write(c, v)
		w.must(count(t, w.Store, v))
		crashed := &world{TB: t, path: t.TempDir() + "/crashed.db"}
		for _, suffix := range []string{"", "-wal"} {
			w.copyFile(w.path+suffix, crashed.path+suffix)
		}
		k := known(t, crashed.open(sqlite.Config{}), nametag.Keys{Visitor: v.ID, ExternalID: c.ExternalID})
		if k.Visitor == nil || k.Visitor.Number != 2 || k.ByID.Row == nil || k.Next != nametag.Seq(i+2) {
			t.Errorf("after crash %d: %+v", i, k)
		}
	}
}

func (w *world) copyFile(from, to string) {
	w.Helper()
	in, err := os.Open(from)
	w.must(err)
	defer in.Close()
	out, err := os.Create(to)
	w.must(err)
	_, err = io.Copy(out, in)
	w.must(err)
	w.must(out.Close())
}

func TestRestart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.contact("42", "")
	w.write(c)
	w.must(w.Close())
	if k := known(t, w.open(sqlite.Config{}), nametag.Keys{ExternalID: "42"}); !reflect.DeepEqual(k.ByID, itself(c)) {
		t.Errorf("known: %+v", k)
	}
}
