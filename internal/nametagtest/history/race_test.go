//go:build race

package history_test

// slow: under the race detector a history takes several times as long.
const slow = true
