package presence_test

import (
	"errors"
	"net/netip"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

var cafe, office = netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")

// crowd is a stage where two visitors may be here from one address, and those that were dropped for others.
type crowd struct {
	*stage
	out []nametag.VisitorID
}

func playCrowd(t *testing.T, story func(c *crowd)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := &crowd{stage: &stage{t: t}}
		c.room = presence.Open(presence.Config{IDs: &c.ids, Now: now, VisitorsPerAddress: 2})
		defer c.room.WatchCrowdedOut(func(v nametag.VisitorID) { c.out = append(c.out, v) })()
		story(c)
		if err := c.room.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// come has a visitor arrive from an address. Returns whether it was let in.
func (c *crowd) come(a nametag.Arrival, from netip.Addr) bool {
	c.t.Helper()
	c.beat++
	err := c.room.Arrive(a, presence.Hello{
		Tab: "a", Visible: true, Stamp: presence.Stamp{Socket: c.beat}, Ticket: c.room.Expect(shop.ID, a.Browser.Visitor), Client: presence.Client{Address: from},
	})
	if err != nil && !errors.Is(err, nametag.ErrRateLimited) {
		c.t.Fatal(err)
	}
	return err == nil
}

func (c *crowd) leave(v nametag.VisitorID) {
	c.beat++
	c.room.Leave(presence.Tab{Visitor: v, Name: "a"}, presence.Stamp{Socket: c.beat}, false)
}

// wantHere checks who is listed, those who left included.
func (c *crowd) wantHere(want ...nametag.VisitorID) {
	c.t.Helper()
	got := []nametag.VisitorID{}
	for _, r := range c.room.List(shop.ID, presence.Query{}, presence.Place{}, 100) {
		got = append(got, r.Visitor)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		c.t.Errorf("here: got %v, want %v", got, want)
	}
}

func (c *crowd) wantOut(want ...nametag.VisitorID) {
	c.t.Helper()
	if !slices.Equal(c.out, want) {
		c.t.Errorf("dropped: got %v, want %v", c.out, want)
	}
	c.out = nil
}

func TestOneVisitorTooManyIsNotShown(t *testing.T) {
	playCrowd(t, func(c *crowd) {
		first, second, third := c.visitor(), c.visitor(), c.visitor()
		c.come(c.anonymous(first), cafe)
		c.come(c.anonymous(second), cafe)
		if c.come(c.anonymous(third), cafe) {
			t.Error("a third came in")
		}
		c.wantHere(first, second)
		if !c.come(c.anonymous(first), cafe) || !c.come(c.anonymous(third), office) || !c.come(c.anonymous(c.visitor()), netip.Addr{}) {
			t.Error("one who is here, comes from elsewhere, or from nobody knows where, was refused")
		}
		c.wantOut()
	})
}

// A stranger's visitors drive out none but such as itself.
func TestWhoIsKnownTakesTheAnonymousOnesPlace(t *testing.T) {
	playCrowd(t, func(c *crowd) {
		one, two := c.visitor(), c.visitor()
		c.come(c.anonymous(one), cafe)
		c.come(c.anonymous(two), cafe)
		jane, ravi, eve, mia := c.visitor(), c.visitor(), c.visitor(), c.visitor()
		if !c.come(c.linked(jane, c.contact("Jane"), nametag.Claimed), cafe) {
			t.Error("Jane was refused")
		}
		c.wantOut(one)
		if !c.come(c.linked(ravi, c.contact("Ravi"), nametag.Verified), cafe) {
			t.Error("Ravi was refused")
		}
		c.wantOut(two)
		if c.come(c.linked(eve, c.contact("Eve"), nametag.Claimed), cafe) {
			t.Error("Eve drove out somebody who is known as well as she is")
		}
		if !c.come(c.linked(mia, c.contact("Mia"), nametag.Verified), cafe) {
			t.Error("Mia was refused")
		}
		c.wantOut(jane)
		if c.come(c.anonymous(one), cafe) {
			t.Error("an anonymous one came in")
		}
		c.wantHere(ravi, mia)
	})
}

// A proof that has ended weighs no more than a claim.
func TestAnEndedProofWeighsNoMore(t *testing.T) {
	playCrowd(t, func(c *crowd) {
		jane, ravi := c.linked(c.visitor(), c.contact("Jane"), nametag.Claimed), c.linked(c.visitor(), c.contact("Ravi"), nametag.Verified)
		c.come(jane, cafe)
		c.come(ravi, cafe)
		late := c.linked(c.visitor(), c.contact("Mia"), nametag.Verified)
		late.Browser.Link.Until = now().Add(-time.Second)
		if c.come(late, cafe) {
			t.Error("Mia was let in")
		}
	})
}

func TestWhoLeftMakesRoom(t *testing.T) {
	playCrowd(t, func(c *crowd) {
		first, second, third := c.visitor(), c.visitor(), c.visitor()
		c.come(c.linked(first, c.contact("Jane"), nametag.Verified), cafe)
		c.come(c.anonymous(second), cafe)
		c.leave(first)
		if c.come(c.anonymous(third), cafe) {
			t.Error("a third came in, although the first may be back in a moment")
		}
		c.pass(10 * time.Second)
		c.wantHere(first, second)
		if !c.come(c.anonymous(third), cafe) {
			t.Error("the third was refused")
		}
		c.wantHere(second, third)
		c.wantOut(first)
		c.leave(second)
		c.pass(2 * time.Minute) // forgotten
		c.wantHere(third)
		if !c.come(c.anonymous(first), cafe) {
			t.Error("the first was refused")
		}
		c.wantOut()
	})
}

// Who changes networks counts where it is, and who is fenced nowhere.
func TestACountFollowsItsVisitor(t *testing.T) {
	playCrowd(t, func(c *crowd) {
		first, second, third, fourth := c.visitor(), c.visitor(), c.visitor(), c.visitor()
		c.come(c.anonymous(fourth), cafe)
		c.come(c.anonymous(fourth), netip.Addr{})
		c.come(c.anonymous(first), cafe)
		if !c.come(c.anonymous(second), cafe) {
			t.Error("the place of one who is nobody knows where is still taken")
		}
		c.come(c.anonymous(first), office)
		if !c.come(c.anonymous(third), cafe) {
			t.Error("the place of one who went is still taken")
		}
		c.fence(second)
		if !c.come(c.anonymous(fourth), cafe) {
			t.Error("the place of one who was fenced is still taken")
		}
		if c.come(c.anonymous(c.visitor()), cafe) {
			t.Error("a place is counted twice")
		}
		c.wantOut()
	})
}
