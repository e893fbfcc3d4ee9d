package bench

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
	"github.com/nametag-dev/nametag/internal/wire"
)

// guise is who a made-up visitor is and what it comes with. The same seed and number make the same.
type guise struct {
	says     string // the arguments of the identify call that it makes at some time, "" if it never does
	id       string // in them
	verified bool   // it comes with a proof
	client   presence.Client
	referrer string
	campaign string        // of the first page's address
	since    time.Duration // its first visit was so long ago; 0: this is it
	stays    time.Duration // how long it has been here when somebody first looks
}

// Of a shop's visitors a quarter logs in, and of those two in five on pages that prove it.
const (
	namedPercent    = 25
	verifiedPercent = 40
	returnPercent   = 35
	averageStay     = 8 * time.Minute
	longestStay     = 25 * time.Minute
)

func guiseOf(seed uint64, nth int) guise {
	r := rand.New(rand.NewPCG(seed, uint64(nth)))
	device, from := pick(r, devices), pick(r, sources)
	g := guise{
		client:   presence.Client{Device: device, Country: pick(r, countries)},
		referrer: from.referrer, campaign: from.campaign,
		stays: min(time.Duration(r.ExpFloat64()*float64(averageStay)), longestStay),
	}
	if r.IntN(100) < returnPercent {
		g.since = time.Duration(1+r.IntN(90*24)) * time.Hour
	}
	if r.IntN(100) < namedPercent {
		g.id = strconv.Itoa(100_000 + nth)
		g.says = saysOf(r, g.id)
		g.verified = r.IntN(100) < verifiedPercent
	}
	return g
}

// saysOf is what the pages say of somebody who is logged in. Names repeat, addresses don't.
func saysOf(r *rand.Rand, id string) string {
	first, last := pick(r, firstNames), pick(r, lastNames)
	firstSpelt, firstTyped, _ := strings.Cut(first, "|")
	lastSpelt, lastTyped, _ := strings.Cut(last, "|")
	typed := strings.ToLower(orElse(firstTyped, firstSpelt) + "." + orElse(lastTyped, lastSpelt) + id)
	said := map[string]any{
		"external_id": id, "email": typed + "@" + pick(r, mailHosts),
		"name": firstSpelt + " " + lastSpelt, "custom_data": map[string]any{"plan": pick(r, plans), "orders": r.IntN(40)},
	}
	if r.IntN(100) < 40 {
		said["company"] = fmt.Sprintf(pick(r, companies), lastSpelt)
	}
	if r.IntN(100) < 60 {
		said["tag"] = pick(r, tags)
	}
	if r.IntN(100) < 20 {
		said["tags"] = []string{pick(r, hashtags)}
	}
	return string(wire.Encode(said))
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

type source struct{ referrer, campaign string }

// What stands in a list several times is as many times as frequent.
var (
	sources = []source{
		{}, {}, {}, {}, {"https://www.google.com/", ""}, {"https://www.google.com/", ""}, {"https://www.google.com/", ""},
		{"https://www.bing.com/", ""}, {"https://duckduckgo.com/", ""}, {"https://l.instagram.com/", "instagram"},
		{"https://www.pinterest.com/", ""}, {"https://mail.example.com/", "letter&utm_campaign=spring"}, {"", "letter&utm_campaign=spring"},
	}
	devices = []nametag.Device{
		{Kind: "phone", Browser: "Safari 26", OS: "iOS"}, {Kind: "phone", Browser: "Safari 26", OS: "iOS"},
		{Kind: "phone", Browser: "Chrome 141", OS: "Android"}, {Kind: "phone", Browser: "Chrome 141", OS: "Android"}, {Kind: "phone", Browser: "Samsung Internet 28", OS: "Android"},
		{Kind: "desktop", Browser: "Chrome 141", OS: "Windows"}, {Kind: "desktop", Browser: "Chrome 141", OS: "macOS"}, {Kind: "desktop", Browser: "Safari 26", OS: "macOS"},
		{Kind: "desktop", Browser: "Edge 141", OS: "Windows"}, {Kind: "desktop", Browser: "Firefox 144", OS: "Linux"}, {Kind: "tablet", Browser: "Safari 26", OS: "iPadOS"},
	}
	countries = []string{"US", "US", "US", "DE", "DE", "GB", "FR", "NL", "ES", "IT", "PL", "SE", "CA", "BR", "MX", "IN", "JP", "KR", "AU", "TR", "NG", "IL", "EG", ""}
	plans     = []string{"Sprout", "Sprout", "Grove", "Canopy"}
	tags      = []string{"FREE_PLAN", "FREE_PLAN", "PAID_PLAN", "PAID_PLAN", "TRIAL_PLAN", "NEW_PLAN", "BUSINESS_PLAN"}
	hashtags  = []string{"#wholesale", "#gift", "#press", "#returns", "#vip"}
	mailHosts = []string{"example.com", "example.org", "example.net", "mail.example", "post.example"}
	companies = []string{"%s & Co", "%s Interiors", "Studio %s", "%s Architects", "Café %s", "%s Logistics"}

	// A name that no address can hold is followed by what its owner types instead.
	firstNames = []string{
		"Jane", "Ravi", "Amara", "Lukas", "Mei", "Tomás|Tomas", "Ingrid", "Kwame", "Sofia", "Yusuf", "Claire", "Hana", "Diego", "Nora", "Olivia", "Noah",
		"Emma", "Liam", "Zoë|Zoe", "Jürgen|Juergen", "Anaïs|Anais", "Łukasz|Lukasz", "Priya", "Fatima", "Chidi", "Aiko", "Björn|Bjoern", "Marta", "Pedro", "Élodie|Elodie",
		"نور|Nour", "יעל|Yael", "明美|Akemi", "민준|Minjun", "Ольга|Olga", "Maximiliane-Charlotte",
	}
	lastNames = []string{
		"Moreau", "Narayan", "Okafor", "Brandt", "Tanaka", "Vega", "Solberg", "Mensah", "Ricci", "Demir", "Dubois", "Park", "Herrera", "Lindqvist", "Smith", "Johnson",
		"Müller|Mueller", "García|Garcia", "Kowalski", "Nguyen", "Haddad", "Cohen", "Ivanova", "Silva", "Jansen", "O'Brien|OBrien", "de la Cruz|delaCruz", "Andersson", "Kaya", "Sato",
		"Wolfeschlegelsteinhausenbergerdorff", "Ó Súilleabháin|OSullivan",
	}
)
