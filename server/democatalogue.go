package main

import "fmt"

// product is one thing that the demo shop sells. Its picture is static/demo/plants/ID.svg.
type product struct {
	ID, Name, Latin string
	Cents           int
	Light, Water    string
	Words           string
}

// Price spells the price in euros.
func (p product) Price() string { return euros(p.Cents) }

func euros(cents int) string { return fmt.Sprintf("€%d.%02d", cents/100, cents%100) }

var products = []product{
	{"monstera", "Monstera", "Monstera deliciosa", 3400, "Bright, no direct sun", "Every 8 days",
		"The one everybody knows, for a reason: it forgives a missed watering, unrolls a new leaf every month, and by its second year it owns the corner you gave it."},
	{"snake-plant", "Snake plant", "Dracaena trifasciata", 2200, "Anything but darkness", "Every 3 weeks",
		"Stands straight, asks for nothing, cleans the bedroom air while you sleep. If you have killed every plant you ever had, start here."},
	{"boston-fern", "Boston fern", "Nephrolepis exaltata", 1900, "Half shade", "Every 4 days",
		"A green fountain for the bathroom shelf. It likes steam, soft water and being talked to; the last one is hearsay."},
	{"cactus-trio", "Cactus trio", "Mammillaria & friends", 1650, "The sunniest sill", "Once a month",
		"Three small ones in three small pots. They flower in May if you forget them properly in winter."},
	{"string-of-pearls", "String of pearls", "Curio rowleyanus", 2100, "Bright", "Every 2 weeks",
		"Hang it high and let it fall. Each bead is a leaf that keeps its own water, so it would rather be dry than wet."},
	{"olive-tree", "Olive tree", "Olea europaea", 5900, "Full sun, out of doors in summer", "Every 6 days",
		"Ninety centimetres of Mediterranean for the balcony. Grown slowly in Puglia, so it keeps its shape for years."},
}

func productByID(id string) (product, bool) {
	for _, p := range products {
		if p.ID == id {
			return p, true
		}
	}
	return product{}, false
}

// plan is a membership of the plant club.
type plan struct {
	ID, Name, Price, Words string
	Perks                  []string
	Tag                    string // what Nametag shows as a badge
}

var plans = []plan{
	{"sprout", "Sprout", "€0", "For the first pot on the sill.",
		[]string{"Watering reminders", "The care library", "Free returns for 14 days"}, "FREE_PLAN"},
	{"grove", "Grove", "€9", "For a home that is turning green.",
		[]string{"Everything in Sprout", "Free delivery", "A plant doctor on chat", "One cutting a season"}, "PAID_PLAN"},
	{"canopy", "Canopy", "€49", "For offices, cafés and studios.",
		[]string{"Everything in Grove", "Monthly visits by a gardener", "Plants that die are replaced"}, "BUSINESS_PLAN"},
}

func planByID(id string) (plan, bool) {
	for _, p := range plans {
		if p.ID == id {
			return p, true
		}
	}
	return plan{}, false
}

// customer is somebody who can log in to the demo shop.
type customer struct {
	Login, ID, Name, Email, Company string
	Plan                            string // to begin with
	Orders                          int
	Since                           string
	Unproven                        bool // comes by the old app, which signs nothing
}

var customers = []customer{
	{"jane", "1042", "Jane Moreau", "jane@example.com", "Moreau Interiors", "sprout", 3, "2024-03-11", false},
	{"ravi", "1077", "Ravi Narayan", "ravi@example.com", "Northlight Studio", "grove", 11, "2023-06-02", false},
	{"amara", "1103", "Amara Okafor", "amara@example.com", "", "sprout", 1, "2025-01-19", false},
	{"lukas", "1120", "Lukas Brandt", "lukas@example.com", "Café Brandt", "canopy", 27, "2022-09-30", false},
	{"mei", "1164", "Mei Tanaka", "mei@example.com", "", "grove", 6, "2024-11-05", true},
}

func customerByLogin(login string) (customer, bool) {
	for _, c := range customers {
		if c.Login == login {
			return c, true
		}
	}
	return customer{}, false
}
