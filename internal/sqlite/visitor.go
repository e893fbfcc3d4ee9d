package sqlite

import (
	"fmt"

	"github.com/nametag-dev/nametag/internal/nametag"
)

const visitorColumns = `id, site, contact, trust, until, number, kid, sid, actor, bag, fenced_at, successor, fenced_by,
	head, recent, first_seen, refused, loose, since, journey`

var (
	selectVisitor = define(`SELECT ` + visitorColumns + ` FROM visitor WHERE id = ?`)
	insertVisitor = define(`INSERT INTO visitor (` + visitorColumns + `) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	// rewriteVisitor leaves out what is in an index.
	rewriteVisitor = define(`UPDATE visitor SET trust = ?, number = ?, sid = ?, successor = ?, fenced_by = ?, head = ?,
		recent = ?, first_seen = ?, refused = ?, loose = ?, since = ?, journey = ? WHERE id = ?`)
	restateVisitor = define(`UPDATE visitor SET until = ?, kid = ?, actor = ?, bag = ?, fenced_at = ? WHERE id = ?`)
	relinkVisitor  = define(`UPDATE visitor SET contact = ? WHERE id = ?`)
	stampSessions  = define(`UPDATE session SET contact = ? WHERE visitor = ? AND id >= ? AND contact IS NULL`)
)

func scanVisitor(r row) (*nametag.Visitor, error) {
	v := &nametag.Visitor{
		ID:   nametag.VisitorID(r.int(0)),
		Site: nametag.SiteID(r.int(1)),
		Link: nametag.Link{
			Contact: nametag.ContactID(r.int(2)), Trust: nametag.Trust(r.int(3)), Until: r.time(4),
			KID: r.text(6), SID: r.text(7), Actor: r.text(8), Loose: r.flag(17),
		},
		Number:    r.int(5),
		FencedAt:  r.time(10),
		Successor: nametag.VisitorID(r.int(11)),
		Head:      nametag.Seq(r.int(13)),
		FirstSeen: r.time(15),
		Since:     nametag.SessionID(r.int(18)),
		Journey:   nametag.VisitorID(r.int(19)),
	}
	var err error
	if v.Bag, err = decodeBag(r.text(9)); err != nil {
		return nil, fmt.Errorf("scan visitor %s: %w", v.ID, err)
	}
	if v.FencedBy, err = decodeMark(r.blob(12)); err != nil {
		return nil, fmt.Errorf("scan visitor %s: %w", v.ID, err)
	}
	if v.Recent, err = decodeRecent(r.blob(14)); err != nil {
		return nil, fmt.Errorf("scan visitor %s: %w", v.ID, err)
	}
	if v.Refused, err = decodeRecent(r.blob(16)); err != nil {
		return nil, fmt.Errorf("scan visitor %s: %w", v.ID, err)
	}
	return v, nil
}

// writeVisitor writes v where was is; nil if there is none yet. Its earlier sessions go with the link of one that is
// returned.
func (t *tx) writeVisitor(was, v *nametag.Visitor, returned bool) error {
	recent, err := encodeRecent(v.Recent)
	if err != nil {
		return err
	}
	refused, err := encodeRecent(v.Refused)
	if err != nil {
		return err
	}
	fencedBy, err := encodeMark(v.FencedBy)
	if err != nil {
		return err
	}
	l := v.Link
	if was == nil {
		_, err := t.exec(insertVisitor, int64(v.ID), int64(v.Site), number(l.Contact), int64(l.Trust), millis(l.Until),
			v.Number, text(l.KID), text(l.SID), text(l.Actor), text(encodeBag(v.Bag)), millis(v.FencedAt),
			number(v.Successor), blob(fencedBy), number(v.Head), blob(recent), millis(v.FirstSeen), blob(refused), flag(l.Loose), number(v.Since), number(v.Journey))
		return err
	}
	_, err = t.exec(rewriteVisitor, int64(l.Trust), v.Number, text(l.SID), number(v.Successor), blob(fencedBy),
		number(v.Head), blob(recent), millis(v.FirstSeen), blob(refused), flag(l.Loose), number(v.Since), number(v.Journey), int64(v.ID))
	if bag := encodeBag(v.Bag); err == nil && (!sameProof(was, v) || encodeBag(was.Bag) != bag) {
		_, err = t.exec(restateVisitor, millis(l.Until), text(l.KID), text(l.Actor), text(bag), millis(v.FencedAt), int64(v.ID))
	}
	if err == nil && was.Link.Contact != l.Contact {
		err = t.relink(was, v, returned)
	}
	return err
}

// sameProof reports whether nothing changed by which it is found what rests on a key.
func sameProof(a, b *nametag.Visitor) bool {
	return a.Link.Until.Equal(b.Link.Until) && a.Link.KID == b.Link.KID && a.Link.Actor == b.Link.Actor && a.FencedAt.Equal(b.FencedAt)
}

// relink moves a visitor's link. Earlier sessions stay with the contact that it left, unless it only acted as that
// (spec identity §5), or was the other's all along (§7).
func (t *tx) relink(was, v *nametag.Visitor, returned bool) error {
	if _, err := t.exec(relinkVisitor, number(v.Link.Contact), int64(v.ID)); err != nil {
		return err
	}
	if was.Link.Contact == 0 || v.Link.Contact == 0 || was.Link.Actor != "" || returned {
		return nil
	}
	_, err := t.exec(stampSessions, int64(was.Link.Contact), int64(v.ID), int64(was.Since))
	return err
}
