package bench

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// openedMark stands in a page's title before the time at which it was opened.
const openedMark = "#"

var (
	wares    = []string{"mug", "teapot", "cactus", "fern", "lamp", "rug", "vase", "chair", "kettle", "basket", "blanket", "mirror"}
	looks    = []string{"blue", "stoneware", "oak", "speckled", "woven", "tall", "small", "brass", "linen", "second-hand"}
	fixtures = []struct{ path, title string }{{"", "Things that last"}, {"shop", "All things"}, {"cart", "Your cart"}, {"checkout", "Checkout"}, {"help", "Help"}, {"pricing", "Plans and prices"}, {"account", "Your account"}}
)

// openPage is a page of the shop, opened at this moment, which its title tells for those who look at it.
func openPage(r *rand.Rand, now time.Time) nametag.Page {
	path, title := "", ""
	if r.IntN(3) == 0 {
		f := pick(r, fixtures)
		path, title = f.path, f.title
	} else {
		look, ware := pick(r, looks), pick(r, wares)
		path, title = "things/"+look+"-"+ware, strings.ToUpper(look[:1])+look[1:]+" "+ware
	}
	return nametag.Page{URL: origin + "/" + path, Title: title + " " + openedMark + strconv.FormatInt(now.UnixMilli(), 36)}
}

// openedAt reads from a page's title when it was opened.
func openedAt(title string) (at time.Time, ok bool) {
	_, text, ok := strings.Cut(title, openedMark)
	if !ok {
		return at, false
	}
	millis, err := strconv.ParseInt(text, 36, 64)
	return time.UnixMilli(millis), err == nil
}
