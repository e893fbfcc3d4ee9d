package sqlite_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/sqlite"
)

// crowd are people of the shop who are known, each with a linked visitor and a few traits.
type crowd struct {
	visitors []nametag.VisitorID
	contacts []nametag.ContactID
}

func newCrowd(w *world, people int) *crowd {
	crowd := &crowd{}
	for len(crowd.visitors) < people {
		var rows []any
		for range min(1000, people-len(crowd.visitors)) {
			n := len(crowd.visitors)
			c := w.contact(strconv.Itoa(n), fmt.Sprintf("person%d@example.com", n))
			v := w.visitor(c)
			v.Bag = nametag.Bag{ExternalID: c.ExternalID, Email: c.Email}
			c.BornOf = v.ID
			c.Traits = traitsOf(v.ID, n, 0)
			crowd.visitors, crowd.contacts = append(crowd.visitors, v.ID), append(crowd.contacts, c.ID)
			rows = append(rows, c, v)
		}
		w.write(rows...)
	}
	return crowd
}

func traitsOf(v nametag.VisitorID, n, change int) nametag.Traits {
	value := func(json string) nametag.Value {
		return nametag.Value{JSON: json, Trust: nametag.Claimed, Source: nametag.SaidBy(v), Seq: 7, At: at}
	}
	return nametag.Traits{
		Profile: map[nametag.Field]nametag.Value{
			nametag.Name: value(fmt.Sprintf(`"Person %d"`, n)), nametag.Company: value(`"Example Incorporated"`),
			nametag.Tag: value(`"PAID_PLAN"`), nametag.Tags: value(`["beta","europe"]`),
		},
		Custom: map[string]nametag.Value{
			"plan": value(`"pro"`), "seats": value(strconv.Itoa(change)), "city": value(`"Ghent"`),
		},
	}
}

// changed is the decision of an identify that changes one value of a known person.
func changed(v nametag.VisitorID, n int) func(nametag.Known) (nametag.Decision, error) {
	return func(k nametag.Known) (nametag.Decision, error) {
		command := nametag.CommandID(fmt.Sprintf("%032x", n))
		c := k.Linked.Contact.Clone()
		old, seats := c.Traits.Custom["seats"], nametag.Value{
			JSON: strconv.Itoa(n), Trust: nametag.Claimed, Source: nametag.SaidBy(v), Seq: k.Next, At: at,
		}
		c.Traits.Custom["seats"] = seats
		c.Recent = c.Recent.With(command.Mark(v))
		e := nametag.Entry{
			Seq: k.Next, Site: shop, At: at, Kind: nametag.Updated, Contact: c.ID, Visitor: v, Prev: c.Head,
			Trust: nametag.Claimed, Command: command,
			Effect: nametag.Effect{Set: []nametag.Edit{{Key: "custom_data.seats", Old: old.JSON, New: seats}}},
		}
		c.Head = k.Next
		return nametag.Decision{Contacts: []*nametag.Contact{c}, Entries: []nametag.Entry{e}}, nil
	}
}

func BenchmarkDecideChanged(b *testing.B) {
	for _, people := range []int{1000, 100_000} {
		b.Run(strconv.Itoa(people), func(b *testing.B) {
			w := newWorld(b)
			crowd := newCrowd(w, people)
			var n atomic.Int64
			b.SetParallelism(32)
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					i := rand.IntN(people)
					keys := nametag.Keys{Site: shop, Visitor: crowd.visitors[i], ExternalID: strconv.Itoa(i)}
					_, err := w.Decide(b.Context(), keys, changed(crowd.visitors[i], int(n.Add(1))))
					if err != nil {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "decides/s")
		})
	}
}

func BenchmarkDecideRepeated(b *testing.B) {
	w := newWorld(b)
	crowd := newCrowd(w, 1000)
	same := func(nametag.Known) (nametag.Decision, error) { return nametag.Decision{}, nil }
	b.SetParallelism(32)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := rand.IntN(1000)
			keys := nametag.Keys{Site: shop, Visitor: crowd.visitors[i], ExternalID: strconv.Itoa(i)}
			if _, err := w.Decide(b.Context(), keys, same); err != nil {
				b.Error(err)
			}
		}
	})
}

func BenchmarkTraits(b *testing.B) {
	traits := traitsOf(1<<40, 5, 6)
	b.Run("encode", func(b *testing.B) {
		for b.Loop() {
			sqlite.EncodeTraits(traits)
		}
	})
	b.Run("decode", func(b *testing.B) {
		text := sqlite.EncodeTraits(traits)
		for b.Loop() {
			if _, err := sqlite.DecodeTraits(text); err != nil {
				b.Fatal(err)
			}
		}
	})
}
