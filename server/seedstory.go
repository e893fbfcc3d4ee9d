package main

import (
	"strings"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// browser is one browser of the story, with all its visits.
type browser struct {
	name    string
	device  nametag.Device
	country string
	visits  []visit
}

var (
	mac     = nametag.Device{Kind: "desktop", Browser: "Chrome 141", OS: "macOS"}
	safari  = nametag.Device{Kind: "desktop", Browser: "Safari 26", OS: "macOS"}
	windows = nametag.Device{Kind: "desktop", Browser: "Edge 141", OS: "Windows"}
	linux   = nametag.Device{Kind: "desktop", Browser: "Firefox 144", OS: "Linux"}
	iphone  = nametag.Device{Kind: "phone", Browser: "Safari 26", OS: "iOS"}
	android = nametag.Device{Kind: "phone", Browser: "Chrome 141", OS: "Android"}
	ipad    = nametag.Device{Kind: "tablet", Browser: "Safari 26", OS: "iPadOS"}
)

const (
	google    = "https://www.google.com/"
	instagram = "https://l.instagram.com/"
	letter    = "https://mail.example.com/"
	day       = 24 * time.Hour
)

// story is what happened in the demo shop in the last month. The five who can be logged in as end it with the plan
// that the shop gives them.
func story() []browser {
	return []browser{
		{"jane's laptop", mac, "FR", []visit{
			{26*day + 5*time.Hour, google, pages(" shop products/monstera"), nil},
			{25 * day, "", pages("products/monstera cart login account"), does(is(3, "jane", "sprout", 1))},
			{11*day + 3*time.Hour, letter, pages("products/boston-fern cart"), does(is(0, "jane", "sprout", 2))},
		}},
		{"jane's phone", iphone, "FR", []visit{
			{2*day + 9*time.Hour, instagram, pages(" products/olive-tree login account plans"), does(is(3, "jane", "sprout", 3))},
		}},
		{"ravi's desk", linux, "IN", []visit{
			{24 * day, google, pages(" plans login account"), does(is(3, "ravi", "sprout", 8))},
			{17*day + 2*time.Hour, "", pages("account plans account"), does(is(0, "ravi", "sprout", 9), becomes(2, "grove"))},
			{4*day + 7*time.Hour, "", pages("shop products/snake-plant cart"), does(is(0, "ravi", "grove", 11))},
		}},
		{"amara's phone", android, "NG", []visit{
			{9*day + time.Hour, instagram, pages(" shop products/cactus-trio"), nil},
			{8 * day, instagram, pages("products/cactus-trio login cart"), does(is(2, "amara", "sprout", 1))},
		}},
		{"café computer", windows, "DE", []visit{ // shared: Lukas forgets to log out, then Nora logs in
			{28 * day, google, pages(" plans login account"), does(is(3, "lukas", "sprout", 19))},
			{20*day + 4*time.Hour, "", pages("plans account"), does(is(0, "lukas", "sprout", 21), becomes(1, "grove"))},
			{13*day + 6*time.Hour, "", pages("login account"), does(says(1, `{"external_id":"1171","email":"nora@example.com","name":"Nora Lindqvist","tag":"FREE_PLAN","custom_data":{"plan":"Sprout","orders":2}}`))},
			{6 * day, "", pages("login plans account"), does(is(1, "lukas", "grove", 26), becomes(2, "canopy"))},
			{day + 2*time.Hour, "", pages("account shop help"), does(is(0, "lukas", "canopy", 27))},
		}},
		{"mei's tablet", ipad, "JP", []visit{
			{15 * day, "", pages("login account shop"), does(is(1, "mei", "grove", 5))},
			{3 * day, letter, pages("products/string-of-pearls cart account"), does(is(0, "mei", "grove", 6), resets(2))},
		}},
		{"tomás", mac, "ES", []visit{
			{19 * day, google, pages(" products/olive-tree login account"), does(says(3, `{"external_id":"1188","email":"tomas@example.com","name":"Tomás Vega","company":"Vega & Hijos","tag":"BUSINESS_PLAN","tags":["#wholesale"],"custom_data":{"plan":"Canopy","orders":14,"balconies":9}}`))},
			{5*day + 5*time.Hour, "", pages("shop cart"), does(updates(0, `{"custom_data":{"orders":15}}`))},
		}},
		{"ingrid", safari, "NO", []visit{
			{16*day + 8*time.Hour, letter, pages("plans login account"), does(says(2, `{"external_id":"1190","email":"ingrid@example.com","name":"Ingrid Solberg","phone":"+47 5550 0123","tag":"PAID_PLAN","custom_data":{"plan":"Grove","orders":7}}`))},
		}},
		{"kwame", android, "GH", []visit{
			{14 * day, "", pages(" login account"), does(says(2, `{"external_id":"1195","email":"kwame@example.com","name":"Kwame Mensah","tag":"FREE_PLAN","custom_data":{"plan":"Sprout","orders":0}}`))},
			{7*day + 3*time.Hour, "", pages("plans account"), does(updates(1, `{"tag":"PAID_PLAN","custom_data":{"plan":"Grove"}}`))},
		}},
		{"sofia", iphone, "IT", []visit{
			{12 * day, instagram, pages("products/monstera cart login"), does(says(2, `{"external_id":"1201","email":"sofia@example.com","name":"Sofia Ricci","tags":["#gift"],"tag":"FREE_PLAN","custom_data":{"plan":"Sprout","orders":1,"gift_wrap":true}}`))},
		}},
		{"yusuf", windows, "TR", []visit{
			{10 * day, google, pages(" shop products/snake-plant"), nil},
			{9*day + 12*time.Hour, "", pages("login cart account"), does(says(1, `{"external_id":"1204","email":"yusuf@example.com","name":"Yusuf Demir","company":"Demir Architects","tag":"BUSINESS_PLAN","integration_ids":["crm:88213"],"custom_data":{"plan":"Canopy","orders":4}}`))},
		}},
		{"claire", safari, "CA", []visit{ // asked for the letter: an email and nothing else
			{7 * day, google, pages(" products/boston-fern help"), does(says(2, `{"email":"claire@example.com","name":"Claire Dubois"}`))},
		}},
		{"hana", mac, "KR", []visit{
			{4 * day, letter, pages("login account products/string-of-pearls"), does(says(1, `{"external_id":"1210","email":"hana@example.com","name":"Hana Park","tag":"PAID_PLAN","custom_data":{"plan":"Grove","orders":3}}`))},
			{22 * time.Hour, "", pages("shop cart"), does(updates(0, `{"tags":["#waiting-for-monstera"],"custom_data":{"orders":4}}`))},
		}},
		{"diego", android, "MX", []visit{
			{5 * time.Hour, instagram, pages(" plans login"), does(says(2, `{"external_id":"1213","email":"diego@example.com","name":"Diego Herrera","tag":"FREE_PLAN","custom_data":{"plan":"Sprout","orders":0}}`))},
		}},
		{"someone", linux, "NL", []visit{{90 * time.Minute, google, pages(" shop products/cactus-trio help"), nil}}},
	}
}

// pages splits at single spaces; the shop's home is the empty word.
func pages(words string) []string { return strings.Split(words, " ") }

func does(deeds ...deed) []deed { return deeds }

func says(page int, args string) deed    { return deed{page, "identify", args} }
func updates(page int, args string) deed { return deed{page, "update", args} }
func resets(page int) deed               { return deed{page: page, call: "reset"} }

// is says what the shop's pages say of one of its customers.
func is(page int, login, planID string, orders int) deed {
	who, _ := customerByLogin(login)
	p, _ := planByID(planID)
	me := shopperMeOf(who, p)
	me.Custom["orders"] = orders
	said := map[string]any{"external_id": me.ID, "email": me.Email, "name": me.Name, "tag": me.Tag, "custom_data": me.Custom}
	if me.Company != "" {
		said["company"] = me.Company
	}
	return says(page, string(wire.Encode(said)))
}

// becomes says what the shop's pages say when a plan is chosen.
func becomes(page int, planID string) deed {
	p, _ := planByID(planID)
	return updates(page, string(wire.Encode(map[string]any{"tag": p.Tag, "custom_data": map[string]string{"plan": p.Name}})))
}

// titleOf is what the shop's page of this address is titled.
func titleOf(page string) string {
	titles := map[string]string{
		"": "Houseplants that want to live", "shop": "All plants", "cart": "Your cart", "plans": "Plant club",
		"account": "Your account", "login": "Log in", "help": "Help",
	}
	title := titles[page]
	if p, ok := productByID(strings.TrimPrefix(page, "products/")); ok {
		title = p.Name
	}
	return title + " · Fernhollow"
}
