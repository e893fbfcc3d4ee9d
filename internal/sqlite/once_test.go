package sqlite_test

import (
	"testing"
	"time"
)

func TestOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i, step := range []struct {
		key, value, want string
		now              int
	}{
		{"a", "1", "1", 0}, {"a", "2", "1", 59}, {"b", "3", "3", 59}, {"a", "4", "4", 60}, {"a", "5", "4", 61},
	} {
		now := at.Add(time.Duration(step.now) * time.Second)
		got, err := w.Once(t.Context(), step.key, step.value, now, now.Add(time.Minute))
		if got != step.want || err != nil {
			t.Errorf("step %d: got %q, want %q (%v)", i, got, step.want, err)
		}
	}
}
