package presence

import "time"

const (
	// TrendEvery is how far the points of a trend are apart.
	TrendEvery = time.Minute
	trendFor   = time.Hour
)

// Trend is how many people were on a site lately, a point a minute, the oldest first. It must not be changed.
type Trend struct {
	At       time.Time // of the last point
	Online   []int
	Verified []int
}

// trend is a board's, as it was last told.
type trend struct {
	points *Trend
	number int // rises with each point
}

// sample notes how many people are on each site, once a minute, and returns when that is due again.
func (r *Room) sample(now instant) instant {
	if now < r.sampleAt {
		return r.sampleAt
	}
	for _, b := range r.boards {
		b.trend.note(b.counts, now)
		b.recounted()
	}
	r.sampleAt = now.add(TrendEvery)
	return r.sampleAt
}

func (t *trend) note(c Counts, now instant) {
	next := &Trend{At: now.time()}
	if t.points != nil {
		next.Online, next.Verified = t.points.Online, t.points.Verified
	}
	next.Online, next.Verified = lately(next.Online, c.Online), lately(next.Verified, c.Verified)
	t.points, t.number = next, t.number+1
}

// lately is a longer list, without what is too old.
func lately(points []int, last int) []int {
	const most = int(trendFor / TrendEvery)
	longer := append(make([]int, 0, most), points[max(0, len(points)-most+1):]...)
	return append(longer, last)
}
