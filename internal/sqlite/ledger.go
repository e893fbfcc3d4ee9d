package sqlite

import (
	"fmt"

	"github.com/nametag-dev/nametag/internal/nametag"
)

const entryColumns = `seq, site, at, kind, contact, visitor, prev, trust, reason, kid, actor, command, effect`

var (
	insertEntry = define(`INSERT INTO ledger (` + entryColumns + `) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	selectEntry = define(`SELECT ` + entryColumns + ` FROM ledger WHERE seq = ?`)
	selectLast  = define(`SELECT max(seq) FROM ledger`)
)

// append adds the entry whose turn it is.
func (t *tx) append(e *nametag.Entry) error {
	if e.Seq != t.next {
		return fmt.Errorf("number %d is not next, %d is", e.Seq, t.next)
	}
	_, err := t.exec(insertEntry, int64(e.Seq), int64(e.Site), e.At.UnixMilli(), string(e.Kind), number(e.Contact),
		number(e.Visitor), number(e.Prev), int64(e.Trust), text(e.Reason), text(e.KID), text(e.Actor), text(e.Command),
		encodeEffect(e))
	if err == nil {
		t.next++
	}
	return err
}

func scanEntry(r row) (nametag.Entry, error) {
	e := nametag.Entry{
		Seq:     nametag.Seq(r.int(0)),
		Site:    nametag.SiteID(r.int(1)),
		At:      r.time(2),
		Kind:    nametag.Kind(r.text(3)),
		Contact: nametag.ContactID(r.int(4)),
		Visitor: nametag.VisitorID(r.int(5)),
		Prev:    nametag.Seq(r.int(6)),
		Trust:   nametag.Trust(r.int(7)),
		Reason:  r.text(8),
		KID:     r.text(9),
		Actor:   r.text(10),
		Command: nametag.CommandID(r.text(11)),
	}
	if err := decodeEffect(r.text(12), &e); err != nil {
		return nametag.Entry{}, fmt.Errorf("scan entry %d: %w", e.Seq, err)
	}
	return e, nil
}
