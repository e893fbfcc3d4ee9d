package web_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
)

// threatsToIdentity are about who somebody is, and what is known of them.
var threatsToIdentity = []threat{
	{
		wants: "to be Jane by her email",
		tries: "a claim of Jane's email, without proof",
		must:  "Eve is another contact, and nothing of Jane changes",
		play: func(a *attack) {
			a.jane()
			before := a.people()
			eve := a.page()
			got := eve.identify(`{"email":"Jane@Example.com","traits":{"name":"Eve","company":"Evil"}}`)
			a.check(got.identified(a.t, 0).Trust == "claimed" && a.linkedTo("42", got.Visitor.ID) == "", got)
			a.check(slices.Contains(a.people().contacts, before.contacts[0]), a.people().contacts)
		},
	},
	{
		wants: "to be Jane by her id",
		tries: "a claim of Jane's id, without proof, with other values for all that is known of her",
		must:  "Eve says to be Jane and no more: what is known of Jane stays, and what was blank is shown as claimed",
		play: func(a *attack) {
			a.jane()
			before := a.shown("42")
			eve := a.page()
			got := eve.identify(`{"external_id":"42","email":"eve@example.com","traits":{"name":"Eve","phone":"666"}}`)
			after := a.shown("42")
			a.check(a.linkedTo("42", got.Visitor.ID) == "claimed", after.Visitors)
			a.check(after.Trust == before.Trust && *after.Email == *before.Email && after.EmailTrust == "verified" && after.ExternalIDTrust == "verified", after)
			a.check(string(after.Traits["name"].Value) == `"Jane"` && after.Traits["name"].Trust == "attested", after.Traits)
			a.check(after.Traits["phone"].Trust == "claimed", after.Traits)
			a.page().identify(`{"external_id":"42","traits":{"phone":"777"}}`)
			a.check(string(a.shown("42").Traits["phone"].Value) == `"666"`, "a claim over a claim, of somebody who is known for sure")
			eve.send(eve.call("update", `{"email":null,"traits":{"name":null}}`), eve.call("identify", `{"external_id":"42","email":null}`))
			a.check(*a.shown("42").Email == "jane@example.com" && string(a.shown("42").Traits["name"].Value) == `"Jane"`, a.shown("42"))
		},
	},
	{
		wants: "to be Ravi, who never proved anything",
		tries: "a claim of an id that was only claimed",
		must:  "it is no surer than Ravi's own",
		play: func(a *attack) {
			ravi := a.ravi()
			eve := a.page()
			got := eve.identify(`{"external_id":"43","email":"eve@example.com"}`)
			a.check(a.linkedTo("43", got.Visitor.ID) == "claimed" && a.shown("43").Trust == "claimed", a.shown("43"))
			a.check(ravi.send().Visitor.Trust == "claimed", "Ravi out")
		},
	},
	{
		wants: "Jane's contact for an id of her own",
		tries: "an unproven email beside a proven id",
		must:  "the email is parked for agents to look at: nobody is merged, and Jane keeps it",
		play: func(a *attack) {
			a.jane()
			before := a.people()
			eve := a.page()
			who := a.HashedID(nametagtest.ID(mallory))
			got := eve.identify(`{"external_id":"` + mallory + `","email":"jane@example.com","hash":"` + who.Hash + `"}`)
			a.check(got.Visitor.Trust == "verified", got)
			a.unharmed(a.tries, before)
			eves := a.shown(mallory)
			a.check(eves.Email == nil && len(eves.Conflicts) <= 1 && len(eves.Aliases) == 0 && a.linkedTo("42", got.Visitor.ID) == "", eves)
		},
	},
	{
		wants: "to be Kirin by an address that looks like hers",
		tries: "addresses of Eve's own, confirmed and signed, whose letters lose a dot or their origin in lower case",
		must:  "they are no addresses, and Kirin is as she was",
		play: func(a *attack) {
			a.SetSite(func(s *nametag.Site) { s.EmailsConfirmed = true })
			who := a.Vouched(nametagtest.ID("44").Mailed("kirin@example.com"))
			a.page().identify(`{"token":"` + who.Token + `"}`)
			before := a.people()
			for _, email := range []string{"kI\u0307rin@example.com", "k\u0130rin@example.com", "\u212airin@example.com", "kir\u0130n@example.com"} {
				token := a.Vouched(nametagtest.Mailed(email)).Token
				hash := a.Hashed(nametagtest.Mailed(email)).Hash
				for _, args := range []string{`{"token":"` + token + `"}`, `{"email":"` + email + `","token":"` + token + `"}`, `{"email":"` + email + `","hash":"` + hash + `"}`} {
					a.check(a.page().identify(args).Visitor.Trust == "anonymous", args)
				}
			}
			a.unharmed(a.tries, before)
		},
	},
	{
		wants: "a place where Jane will be",
		tries: "a claim of Jane's id before she was ever here",
		must:  "the id is Jane's once she proves it, and Eve's words give way",
		play: func(a *attack) {
			eve := a.page()
			eve.identify(`{"external_id":"42","email":"eve@example.com","traits":{"name":"Eve"}}`)
			jane := a.jane()
			c := a.shown("42")
			a.check(*c.Email == "jane@example.com" && string(c.Traits["name"].Value) == `"Jane"` && c.Trust == "verified", c)
			eve.send(eve.call("update", `{"traits":{"name":"Eve"}}`), eve.call("identify", `{"external_id":"42","email":"eve@example.com"}`))
			c = a.shown("42")
			a.check(*c.Email == "jane@example.com" && string(c.Traits["name"].Value) == `"Jane"`, c)
			a.check(a.linkedTo("42", eve.send().Visitor.ID) == "claimed" && a.linkedTo("42", jane.send().Visitor.ID) == "verified", c.Visitors)
		},
	},
	{
		wants: "a place where Jane will be, as somebody sure",
		tries: "a claim of Jane's id over a link that an email of Eve's own proved",
		must:  "Eve's proof covers her email alone: what she is with Jane's id is claimed, and is no more once Jane proves it",
		play: func(a *attack) {
			eve := a.page()
			who := a.Vouched(nametagtest.Mailed("eve@example.com"), nametagtest.EmailVerified(true))
			eve.identify(`{"token":"` + who.Token + `"}`)
			eve.identify(`{"external_id":"42","email":"eve@example.com","traits":{"name":"Eve"}}`)
			a.jane()
			c := a.shown("42")
			a.check(*c.Email == "jane@example.com" && string(c.Traits["name"].Value) == `"Jane"` && len(c.Aliases) == 0, c)
			a.check(a.linkedTo("42", eve.send().Visitor.ID) != "verified", c)
		},
	},
	{
		wants: "Jane to be merged with her",
		tries: "a lead of Eve's own, proven or not, and then a claim of Jane's id or email",
		must:  "nobody who is known for sure is merged without a proof",
		play: func(a *attack) {
			a.jane()
			ravi := a.ravi()
			before := a.people()
			for _, lead := range []string{
				`{"email":"eve@example.com","traits":{"name":"Eve"}}`,
				`{"token":"` + a.Vouched(nametagtest.Mailed("eve@example.com"), nametagtest.EmailVerified(true)).Token + `"}`,
				`{"email":"jane@example.com"}`,
			} {
				for _, claim := range []string{`{"external_id":"42"}`, `{"email":"jane@example.com"}`, `{"external_id":"42","email":"jane@example.com"}`} {
					eve := a.page()
					eve.identify(lead)
					eve.identify(claim)
					c := a.shown("42")
					a.check(len(c.Aliases) == 0 && *c.Email == "jane@example.com" && slices.Contains(a.people().contacts, before.contacts[0]), c)
				}
			}
			a.check(ravi.send().Visitor.Trust == "claimed" && len(a.shown("43").Aliases) == 0, a.shown("43"))
		},
	},
	{
		wants: "no room for what is known of Jane",
		tries: "1,024 bytes of custom_data, claimed to be Jane's",
		must:  "what the site and Jane say finds room, and Eve's words give way",
		play: func(a *attack) {
			jane := a.jane()
			eve := a.page()
			for i := range 5 {
				eve.identify(fmt.Sprintf(`{"external_id":"42","traits":{"custom_data":{"junk%d":"%s"}}}`, i, strings.Repeat("x", 190)))
			}
			plan := `{"custom_data":{"plan":"` + strings.Repeat("p", 400) + `"}}`
			a.check(a.shown("42").CustomDataBytes > 900, a.shown("42").CustomDataBytes)
			a.send("PATCH", "/contacts/"+a.shown("42").ID, plan).ok(nil)
			got := jane.send(jane.call("update", `{"traits":{"custom_data":{"seats":"`+strings.Repeat("s", 400)+`"}}}`)).identified(a.t, 0)
			c := a.shown("42")
			a.check(len(got.Rejected) == 0 && c.CustomData["plan"] != nil && c.CustomData["seats"] != nil && c.CustomDataBytes <= 1024, c.CustomData)
		},
	},
	{
		wants: "Jane's values removed",
		tries: "null and blanks for all fields over a claimed link",
		must:  "nothing of Jane goes",
		play: func(a *attack) {
			a.jane()
			a.send("PATCH", "/contacts/"+a.shown("42").ID, `{"company":"Acme","custom_data":{"plan":"pro"}}`).ok(nil)
			before := a.people()
			eve := a.page()
			eve.identify(`{"external_id":"42","traits":{"name":null,"company":"","custom_data":{"plan":null}}}`)
			eve.send(eve.call("update", `{"traits":{"name":"","company":null,"custom_data":null}}`), eve.call("reset", ""))
			a.unharmed(a.tries, before)
		},
	},
}
