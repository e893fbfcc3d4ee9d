//go:build race

package history_test

// slow: under the race detector a tenth of the histories takes as long.
const slow = true
