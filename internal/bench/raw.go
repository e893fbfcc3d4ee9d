package bench

import (
	"context"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// raw is the bare limit of a write: the driver itself, on the same file, reading the rows that an identify reads and
// writing those that it writes, so many of them per commit. Nobody decides, nobody waits, nothing is parsed. As the
// real store does, it leaves checkpoints to a second connection.
type raw struct {
	writer, side driver.Conn
	stmts        [rawStatements]driver.Stmt
	seq          int64
	checkpoint   chan struct{}
	done         chan struct{}
}

const (
	rawBegin = iota
	rawCommit
	rawVisitor
	rawContact
	rawRewrite
	rawAppend
	rawStatements
)

var rawTexts = [rawStatements]string{
	rawBegin:   `BEGIN IMMEDIATE`,
	rawCommit:  `COMMIT`,
	rawVisitor: `SELECT contact, trust, number, bag, fenced_at, recent FROM visitor WHERE id = ?`,
	rawContact: `SELECT external_id, email, head, recent, traits FROM contact WHERE id = ?`,
	rawRewrite: `UPDATE contact SET head = ?, recent = ?, traits = ? WHERE id = ?`,
	rawAppend: `INSERT INTO ledger (seq, site, at, kind, contact, visitor, prev, trust, command, effect)
		VALUES (?, 1, ?, 'updated', ?, ?, ?, 1, ?, ?)`,
}

// rawPragmas are those of the real store.
var rawPragmas = []string{"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "wal_autocheckpoint(0)"}

// rawEffect weighs what the real entry weighs.
const rawEffect = `{"set":[{"key":"custom_data.seats","old":10000000,"new":10000001}]}`

func openRaw(file string) (r *raw, err error) {
	r = &raw{checkpoint: make(chan struct{}, 1), done: make(chan struct{})}
	if r.writer, err = rawConn(file); err != nil {
		return nil, err
	}
	if r.side, err = rawConn(file); err != nil {
		return nil, errors.Join(err, r.writer.Close())
	}
	for i, text := range rawTexts {
		if r.stmts[i], err = r.writer.Prepare(text); err != nil {
			return nil, errors.Join(fmt.Errorf("prepare %q: %w", text, err), r.writer.Close(), r.side.Close())
		}
	}
	if r.seq, err = r.last(); err != nil {
		return nil, err
	}
	go r.checkpoints()
	return r, nil
}

func (r *raw) last() (int64, error) {
	s, err := r.writer.Prepare(`SELECT max(seq) FROM ledger`)
	if err != nil {
		return 0, fmt.Errorf("prepare: %w", err)
	}
	defer func() { _ = s.Close() }()
	row, err := first(s)
	if err != nil {
		return 0, err
	}
	seq, _ := row[0].(int64)
	return seq, nil
}

func (r *raw) checkpoints() {
	defer close(r.done)
	for range r.checkpoint {
		_ = rawRun(r.side, "PRAGMA wal_checkpoint(PASSIVE)") // the next one does what this one couldn't
	}
}

func (r *raw) close() error {
	close(r.checkpoint)
	<-r.done
	var errs []error
	for _, s := range r.stmts {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, r.side.Close(), r.writer.Close())...)
}

// run commits groups for as long as d and returns the people per second. next names whom to write next, by visitor.
func (r *raw) run(ctx context.Context, d time.Duration, group int, next func() int64) (float64, error) {
	started, n := time.Now(), 0
	for groups := 1; time.Since(started) < d && ctx.Err() == nil; groups++ {
		if err := r.commit(group, next); err != nil {
			return 0, err
		}
		n += group
		if groups%8 == 0 { // about every 4 MB
			select {
			case r.checkpoint <- struct{}{}:
			default:
			}
		}
	}
	return float64(n) / time.Since(started).Seconds(), ctx.Err()
}

func (r *raw) commit(group int, next func() int64) error {
	if err := r.exec(rawBegin); err != nil {
		return err
	}
	for range group {
		if err := r.write(next()); err != nil {
			return fmt.Errorf("write person: %w", err)
		}
	}
	return r.exec(rawCommit)
}

// write does what an identify with one change does to the file.
func (r *raw) write(visitor int64) error {
	v, err := first(r.stmts[rawVisitor], visitor)
	if err != nil {
		return err
	}
	c, err := first(r.stmts[rawContact], v[0])
	if err != nil {
		return err
	}
	r.seq++
	if err := r.exec(rawRewrite, r.seq, marked(c[3], visitor), c[4], v[0]); err != nil {
		return err
	}
	return r.exec(rawAppend, r.seq, time.Now().UnixMilli(), v[0], visitor, c[2], "00000000000000000000", rawEffect)
}

// marked adds the mark of a command, and drops the oldest of 48. All are of one visitor, who stands before them.
func marked(recent driver.Value, visitor int64) []byte {
	const head, mark, most = 9, 9, 48
	marks, _ := recent.([]byte)
	if len(marks) < head {
		marks = binary.BigEndian.AppendUint64([]byte{1}, uint64(visitor))
	}
	kept := marks[head:]
	if len(kept) >= mark*most {
		kept = kept[mark:]
	}
	out := append(make([]byte, 0, len(marks)+mark), marks[:head]...)
	return append(append(out, kept...), 0, 1, 2, 3, 4, 5, 6, 7, 8)
}
