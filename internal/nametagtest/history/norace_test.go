//go:build !race

package history_test

const slow = false
