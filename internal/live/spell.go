package live

import (
	"strconv"
	"strings"

	"github.com/gorilla/websocket"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
	"github.com/nametag-dev/nametag/internal/wire"
)

// SpellRow spells a row of presence, for agents and for the server API alike.
func SpellRow(r presence.Row) wire.Row {
	out := wire.Row{
		ID: spellRowID(r.ID), Visitor: r.Visitor.String(), Visitors: r.Visitors, Trust: r.Standing(), Actor: r.Actor,
		Name: r.Person.Name, Email: r.Person.Email, ExternalID: r.Person.ExternalID, Company: r.Person.Company,
		Tag: r.Person.Tag, Tags: r.Person.Tags, Avatar: r.Avatar,
		Page: wire.Page(r.Page), Referrer: r.Referrer, Campaign: r.Campaign, Device: wire.Device(r.Device), Country: r.Country,
		Since: r.Since.UnixMilli(), State: r.State.String(), StateSince: r.StateSince.UnixMilli(), Changed: r.Changed.UnixMilli(),
		Tabs: r.Tabs, Returning: r.Returning,
	}
	if r.Contact != 0 {
		out.Contact = r.Contact.String()
	}
	for _, c := range r.Codes {
		out.Codes = append(out.Codes, wire.Code{Code: c.Code, Visitor: c.Visitor.String()})
	}
	for _, own := range r.Own {
		out.Own = append(out.Own, own.String())
	}
	return out
}

func spellRowID(id presence.RowID) string { return "r" + strconv.FormatInt(int64(id), 36) }

func spellFrame(f *presence.Frame) wire.PanelPush {
	u := &wire.ViewUpdate{N: f.N, Snapshot: f.Snapshot, First: f.First}
	if f.Order != nil {
		u.Order = make([]string, len(f.Order))
	}
	for i, id := range f.Order {
		u.Order[i] = spellRowID(id)
	}
	for _, r := range f.Rows {
		u.Rows = append(u.Rows, SpellRow(r))
	}
	if f.Counts != nil {
		c := wire.Counts(*f.Counts)
		u.Counts = &c
	}
	if t := f.Trend; t != nil {
		u.Trend = &wire.Trend{At: t.At.UnixMilli(), Every: presence.TrendEvery.Milliseconds(), Online: t.Online, Verified: t.Verified}
	}
	return wire.PanelPush{View: u}
}

func spellSighting(s presence.Sighting) wire.PanelPush {
	event := "came"
	if s.Identified {
		event = "identified"
	}
	return wire.PanelPush{Watched: &wire.Sighting{Event: event, Row: SpellRow(s.Row)}}
}

// encodeFrame encodes a frame once for all who get it, compressed once too.
func encodeFrame(f *presence.Frame) (any, error) { return prepare(spellFrame(f)) }

func prepare(p wire.PanelPush) (*websocket.PreparedMessage, error) {
	return websocket.NewPreparedMessage(websocket.TextMessage, wire.Encode(p))
}

// What a page may say of itself. Longer addresses and titles are cut: they are shown, not followed.
const (
	urlBytes   = 2048
	titleBytes = 300
	tabBytes   = 64
)

func parsePage(p wire.Page) nametag.Page {
	return nametag.Page{URL: clip(p.URL, urlBytes), Title: clip(p.Title, titleBytes), Referrer: clip(p.Referrer, urlBytes)}
}

// parseTab returns ErrBadValue for a tab's name that is blank or too long.
func parseTab(name string) (string, error) {
	if name == "" || len(name) > tabBytes {
		return "", nametag.ErrBadValue.For("tab").Over(tabBytes)
	}
	return name, nil
}

// clip cuts a text between two letters.
func clip(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	return strings.Clone(strings.ToValidUTF8(s[:limit], ""))
}
