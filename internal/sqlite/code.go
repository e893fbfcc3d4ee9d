package sqlite

import (
	"context"
	"fmt"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

var (
	selectCodeOf = define(`SELECT code FROM lookup_code WHERE visitor = ? AND site = ? AND expires > ?`)
	selectCode   = define(`SELECT expires FROM lookup_code WHERE site = ? AND code = ?`)
	countCodes   = define(`SELECT count(*) FROM (SELECT 1 FROM lookup_code WHERE site = ? AND expires > ? LIMIT ?)`)
	renewCode    = define(`UPDATE lookup_code SET expires = ? WHERE visitor = ?`)
	insertCode   = define(`INSERT INTO lookup_code (site, code, visitor, expires) VALUES (?, ?, ?, ?)`)
	deleteCode   = define(`DELETE FROM lookup_code WHERE site = ? AND code = ?`)
	deleteCodeOf = define(`DELETE FROM lookup_code WHERE visitor = ?`)
)

const (
	shortCodes      = 2000 // that live at a site before new ones are long
	shortCodeDigits = 4
	longCodeDigits  = 6
	codeDraws       = 100
)

// LookupCode implements [nametag.Store] (spec widget §2). Returns [nametag.ErrUnavailable] if draw finds no free code.
func (s *Store) LookupCode(
	ctx context.Context, site nametag.SiteID, visitor nametag.VisitorID, now, until time.Time, draw func(digits int) string,
) (code string, err error) {
	err = s.writer.do(ctx, func(t *tx) error {
		code, err = t.lookupCode(site, visitor, now, until, draw)
		return err
	})
	return code, err
}

func (t *tx) lookupCode(
	site nametag.SiteID, visitor nametag.VisitorID, now, until time.Time, draw func(digits int) string,
) (string, error) {
	if v, _, err := t.visitor(visitor); err != nil {
		return "", err
	} else if v != nil && v.Fenced() {
		return "", nametag.ErrFenced
	}
	r, err := t.one(selectCodeOf, int64(visitor), int64(site), now.UnixMilli())
	if err != nil {
		return "", fmt.Errorf("read lookup code: %w", err)
	}
	if r != nil {
		if _, err := t.exec(renewCode, until.UnixMilli(), int64(visitor)); err != nil {
			return "", fmt.Errorf("renew lookup code: %w", err)
		}
		return r.text(0), nil
	}
	code, err := t.freeCode(site, now, draw)
	if err != nil {
		return "", err
	}
	if _, err := t.exec(deleteCodeOf, int64(visitor)); err != nil {
		return "", fmt.Errorf("replace lookup code: %w", err)
	}
	if _, err := t.exec(insertCode, int64(site), code, int64(visitor), until.UnixMilli()); err != nil {
		return "", fmt.Errorf("give lookup code: %w", err)
	}
	return code, nil
}

// freeCode draws a code that nobody has, and takes it from whom it has expired for.
func (t *tx) freeCode(site nametag.SiteID, now time.Time, draw func(digits int) string) (string, error) {
	digits := shortCodeDigits
	r, err := t.one(countCodes, int64(site), now.UnixMilli(), int64(shortCodes+1))
	if err != nil {
		return "", fmt.Errorf("count lookup codes: %w", err)
	}
	if r.int(0) > shortCodes {
		digits = longCodeDigits
	}
	for range codeDraws {
		code := draw(digits)
		r, err := t.one(selectCode, int64(site), code)
		if err != nil {
			return "", fmt.Errorf("read lookup code: %w", err)
		}
		if r == nil {
			return code, nil
		}
		if r.int(0) <= now.UnixMilli() {
			_, err := t.exec(deleteCode, int64(site), code)
			return code, err
		}
	}
	return "", fmt.Errorf("draw lookup code: none of %d was free: %w", codeDraws, nametag.ErrUnavailable)
}

// CodeOf implements [nametag.Store].
func (s *Store) CodeOf(ctx context.Context, site nametag.SiteID, id nametag.VisitorID, now time.Time) (string, error) {
	r, err := s.reads.one(ctx, selectCodeOf, int64(id), int64(site), now.UnixMilli())
	if err != nil {
		return "", fmt.Errorf("read lookup code: %w", err)
	}
	if r == nil {
		return "", nil
	}
	return r.text(0), nil
}
