package bench

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// usage is what a process has taken so far.
type usage struct {
	resident float64       // bytes of memory that it holds now
	cpu      time.Duration // on all cores together
}

// errNotTold says that the system doesn't tell what processes take. Linux does.
var errNotTold = errors.New("what a process takes is told on Linux only")

// usage asks the system, or returns errNotTold.
func (c *child) usage() (usage, error) { return usageOf(c.cmd.Process.Pid) }

// The kernel counts processor time in hundredths of a second, whatever its own clock does.
const cpuTick = 10 * time.Millisecond

func usageOf(pid int) (usage, error) {
	dir := "/proc/" + strconv.Itoa(pid)
	stat, err := os.ReadFile(dir + "/stat")
	if err != nil && runtime.GOOS != "linux" {
		return usage{}, errNotTold
	}
	if err != nil {
		return usage{}, fmt.Errorf("measure process: %w", err)
	}
	_, after, _ := bytes.Cut(stat, []byte(") ")) // the name before it may hold spaces
	fields := strings.Fields(string(after))
	if len(fields) < 22 {
		return usage{}, fmt.Errorf("measure process: %q has %d fields", stat, len(fields))
	}
	var numbers [3]int64
	for i, field := range []int{11, 12, 21} { // utime, stime, rss: 14, 15 and 24 in proc(5)
		if numbers[i], err = strconv.ParseInt(fields[field], 10, 64); err != nil {
			return usage{}, fmt.Errorf("measure process: %w", err)
		}
	}
	return usage{
		cpu:      time.Duration(numbers[0]+numbers[1]) * cpuTick,
		resident: float64(numbers[2]) * float64(os.Getpagesize()),
	}, nil
}
