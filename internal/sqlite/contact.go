package sqlite

import (
	"encoding/json"
	"fmt"

	"github.com/nametag-dev/nametag/internal/nametag"
)

const contactColumns = `id, site, external_id, external_trust, email, email_shown, email_trust, secured_at, born_of,
	merged_into, apart, head, recent, traits, first_seen, shared, brought, aliases, conflicts`

var (
	selectContact = define(`SELECT ` + contactColumns + ` FROM contact WHERE id = ?`)
	insertContact = define(`INSERT INTO contact (` + contactColumns + `) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	// rewriteContact names no column of an index, so that it changes no page but the row's.
	rewriteContact = define(`UPDATE contact SET external_trust = ?, email_shown = ?, born_of = ?, apart = ?, head = ?,
		recent = ?, traits = ?, first_seen = ?, shared = ?, brought = ?, aliases = ? WHERE id = ?`)
	// renameContact writes the columns that are in an index.
	renameContact = define(`UPDATE contact SET external_id = ?, email = ?, email_trust = ?, secured_at = ?, merged_into = ?,
		conflicts = ? WHERE id = ?`)
	// releaseContact frees the identifiers, so that another contact of the same decision can take them.
	releaseContact = define(`UPDATE contact SET external_id = NULL, email_trust = 0 WHERE id = ?`)

	selectHolder = define(`SELECT id FROM contact WHERE site = ? AND external_id = ?`)
	// selectHolders lists the rows that hold an email: those on which it is verified, then those without an external id,
	// those that aren't secured and live first, then others. Of very many it takes the first of each, so that a made-up
	// address costs no more than a real one.
	selectHolders = define(`SELECT * FROM (SELECT id FROM contact WHERE site = ?1 AND email = ?2 AND email_trust = 2 AND merged_into IS NULL)
		UNION ALL SELECT * FROM (SELECT id FROM contact WHERE site = ?1 AND email = ?2 AND email_trust = 2 AND merged_into IS NOT NULL LIMIT 16)
		UNION ALL SELECT * FROM (SELECT id FROM contact WHERE site = ?1 AND email = ?2 AND external_id IS NULL AND secured_at IS NULL LIMIT 16)
		UNION ALL SELECT * FROM (SELECT id FROM contact WHERE site = ?1 AND email = ?2 AND external_id IS NULL AND secured_at > 0 LIMIT 16)
		UNION ALL SELECT * FROM (SELECT id FROM contact WHERE site = ?1 AND email = ?2 AND external_id > '' LIMIT 16)`)
)

func scanContact(r row) (*nametag.Contact, error) {
	c := &nametag.Contact{
		ID:            nametag.ContactID(r.int(0)),
		Site:          nametag.SiteID(r.int(1)),
		ExternalID:    r.text(2),
		ExternalTrust: nametag.Trust(r.int(3)),
		Email:         nametag.Email{Folded: r.text(4), Shown: r.text(5)},
		EmailTrust:    nametag.Trust(r.int(6)),
		SecuredAt:     r.time(7),
		BornOf:        nametag.VisitorID(r.int(8)),
		MergedInto:    nametag.ContactID(r.int(9)),
		Head:          nametag.Seq(r.int(11)),
		FirstSeen:     r.time(14),
		Shared:        r.flag(15),
		Brought:       r.flag(16),
		Aliases:       int(r.int(17)),
	}
	var err error
	if c.Apart, err = decodeApart(r.text(10)); err != nil {
		return nil, fmt.Errorf("scan contact %s: %w", c.ID, err)
	}
	if c.Recent, err = decodeRecent(r.blob(12)); err != nil {
		return nil, fmt.Errorf("scan contact %s: %w", c.ID, err)
	}
	if c.Traits, err = decodeTraits(r.text(13)); err != nil {
		return nil, fmt.Errorf("scan contact %s: %w", c.ID, err)
	}
	if c.Conflicts, err = decodeConflicts(r.text(18)); err != nil {
		return nil, fmt.Errorf("scan contact %s: %w", c.ID, err)
	}
	return c, nil
}

// writeContact writes c where was is; nil if there is none yet.
func (t *tx) writeContact(was, c *nametag.Contact) error {
	recent, err := encodeRecent(c.Recent)
	if err != nil {
		return err
	}
	if was == nil {
		_, err := t.exec(insertContact, int64(c.ID), int64(c.Site), text(c.ExternalID), int64(c.ExternalTrust),
			text(c.Email.Folded), text(c.Email.Shown), int64(c.EmailTrust), millis(c.SecuredAt), number(c.BornOf),
			number(c.MergedInto), encodeApart(c.Apart), number(c.Head), blob(recent), text(encodeTraits(c.Traits)),
			millis(c.FirstSeen), flag(c.Shared), flag(c.Brought), int64(c.Aliases), text(encodeConflicts(c.Conflicts)))
		return err
	}
	_, err = t.exec(rewriteContact, int64(c.ExternalTrust), text(c.Email.Shown), number(c.BornOf), encodeApart(c.Apart),
		number(c.Head), blob(recent), text(encodeTraits(c.Traits)), millis(c.FirstSeen), flag(c.Shared),
		flag(c.Brought), int64(c.Aliases), int64(c.ID))
	if err == nil && namesOf(was) != namesOf(c) {
		_, err = t.exec(renameContact, text(c.ExternalID), text(c.Email.Folded), int64(c.EmailTrust),
			millis(c.SecuredAt), number(c.MergedInto), text(encodeConflicts(c.Conflicts)), int64(c.ID))
	}
	return err
}

// names are what a contact is found by: the columns that are in an index.
type names struct {
	externalID, email string
	emailTrust        nametag.Trust
	securedAt         any
	mergedInto        nametag.ContactID
	conflicts         string
}

func namesOf(c *nametag.Contact) names {
	return names{c.ExternalID, c.Email.Folded, c.EmailTrust, millis(c.SecuredAt), c.MergedInto, encodeConflicts(c.Conflicts)}
}

func encodeApart(ids []nametag.Side) any {
	if len(ids) == 0 {
		return nil
	}
	b, _ := json.Marshal(ids) // whole numbers always can be
	return string(b)
}

func decodeApart(text string) (ids []nametag.Side, err error) {
	if text == "" {
		return nil, nil
	}
	if err := json.Unmarshal([]byte(text), &ids); err != nil {
		return nil, fmt.Errorf("decode parted contacts: %w", err)
	}
	return ids, nil
}
