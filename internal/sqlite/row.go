package sqlite

import (
	"database/sql/driver"
	"time"
)

// row is one row of an answer; its methods read column i, a NULL as the zero value.
type row []driver.Value

func (r row) int(i int) int64 {
	n, _ := r[i].(int64)
	return n
}

func (r row) flag(i int) bool { return r.int(i) != 0 }

func (r row) text(i int) string {
	s, _ := r[i].(string)
	return s
}

func (r row) blob(i int) []byte {
	b, _ := r[i].([]byte)
	return b
}

func (r row) time(i int) time.Time {
	if n, ok := r[i].(int64); ok {
		return time.UnixMilli(n).UTC()
	}
	return time.Time{}
}

// The functions below write an argument, a zero value as NULL.

func number[N ~int64](n N) any {
	if n == 0 {
		return nil
	}
	return int64(n)
}

func text[S ~string](s S) any {
	if s == "" {
		return nil
	}
	return string(s)
}

func blob(b []byte) any {
	if len(b) == 0 {
		return nil
	}
	return b
}

func millis(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

func flag(b bool) any {
	if b {
		return int64(1)
	}
	return int64(0)
}
