package web

// aside is what /help says of a code beyond what the catalogue says: why it is so, and code that does it right.
type aside struct{ why, show string }

const (
	anybody = "Anybody could make that, so it proves nothing."
	exactly = "What is signed must be the same to the byte as what is checked: another message has another hash."
)

// asides stand by code. A test knows that each code is one.
var asides = map[string]aside{
	"unknown_field": {"Fields are checked, so that a slip of the pen is told and not kept in silence.", "Nametag('setAttributes', { company: 'Mugs Ltd', custom_data: { plan: 'pro', seats: 3 } })"},
	"wrong_type": {"Profile fields are texts; tags, identities and integration_ids are lists of texts; custom_data is an object with any JSON in it; hash and token are texts.",
		"Nametag('setAttributes', { name: 'Jane', tags: ['#beta'], custom_data: { seats: 3 } })"},
	"unknown_call": {"A page's calls are identify, updateConnection, setAttributes, reset, logout, identityToken, linkTo, carry, lookupCode, identity, on, init, load, remove, consent and status. The server's own are those below.", "Nametag('identify', user.id, { email: user.email })"},
	"bad_external_id": {"JavaScript can't tell integers above 9007199254740991 apart, so an id that large must come as text from your server on.",
		`Nametag('identify', '12345678901234567890') // not 12345678901234567890`},
	"placeholder_id": {"`undefined`, `null`, `guest`, `{{ user.id }}` and the like are what a page says when it doesn't know the user, or when a template wasn't filled in. Taken as an id, one of them would make everybody the same person.",
		"if (user) Nametag('identify', user.id, { email: user.email })"},
	"bad_email": {"Beside a good id a bad email is only left out; alone it names nobody, and the call is refused.", ""},
	"origin_not_allowed": {"Only pages of the origins on the site's list may use its key. An origin is scheme, host and port: `https://shop.example.com` and `https://www.shop.example.com` are two. Localhost is allowed while the site is in development mode, which ends by itself after 24 hours.",
		"nametag site set KEY --origin https://shop.example.com\nnametag site set KEY --dev"},
	"verification_required": {"The site is set to require proof, so that nobody can be named by what a browser says alone.", "Nametag('identify', { external_id: user.id, token }) // the token comes from your server"},
	"proof_refused":         {"Only the token could say whom the call is about, and it wasn't accepted.", ""},
	"site_unknown":          {"The key is public, and stands in the script tag. It looks like k_ and some letters.", `<script async src="https://nametag.example.com/nametag.js" data-site="YOUR_SITE_KEY"></script>`},
	"stale_token":           {"Another tab of the same browser went on before this one. The widget does the rest by itself.", ""},
	"fenced":                {"Somebody logged out, or another person logged in, after the command was written. It must not count for the next one. The widget goes on by itself.", ""},
	"denied":                {"The page said `consent('denied')`, here or in another tab, while calls still waited: they are rejected with this, and everything stored is cleared.", ""},
	"too_large": {"custom_data holds at most 1,024 bytes for a person, as JSON.stringify writes it, unless the site sets another limit. A change that would exceed it is left out as a whole, and what was stored stays as it was. A single call holds at most 15 KiB, a request of the server API somewhat more.",
		"Nametag('setAttributes', { custom_data: { old_key: null, plan: 'pro' } }) // null makes room"},
	"rate_limited": {"What one address, visitor, site or API key may do in a second is limited. The widget sends such calls again by itself.", ""},
	"cross_origin": {"The panel's own doors are closed to other sites' pages, so that none can act with an agent's login.", ""},

	"no_key":            {"A key's uses are fixed when it is made, and a retired key proves nothing.", "nametag key create --site KEY --name web --use token\nnametag key create --site KEY --name old --use json"},
	"hash_mismatch":     {"None of the many slips that the doctor knows explains it: most likely the secret is another one, or the id.", ""},
	"key_leaked":        {"Whoever has the secret can be anybody.", ""},
	"secret_pasted":     {"A secret in a page is no secret any more: everybody who opens the page can read it.", "nametag key retire KID --leaked"},
	"secret_empty":      {anybody, ""},
	"secret_public":     {anybody, ""},
	"hash_plain":        {anybody, "createHmac('sha256', secret).update(message).digest('hex') // not createHash"},
	"hash_concatenated": {"A hash of that kind can be continued by somebody who doesn't know the secret.", "createHmac('sha256', secret).update(message).digest('hex')"},
	"hash_swapped":      {"", "createHmac('sha256', secret).update(message) // the secret first"},
	"hash_of_email":     {"A proof must cover the id, or it would be good with any id beside it.", `{"id":"42","email":"jane@example.com"}`},
	"hash_of_id":        {"", `{"email":"jane@example.com"}`},
	"hash_number":       {exactly, "JSON.stringify({ id: String(user.id), email: user.email })"},
	"hash_key_order":    {exactly, `{"id":"42","email":"jane@example.com"}`},
	"hash_spacing":      {exactly, "json.dumps({'id': id, 'email': email}, separators=(',', ':'))"},
	"hash_field_name":   {exactly, `{"id":"42","email":"jane@example.com"}`},
	"hash_extra_field":  {exactly, `{"id":"42","email":"jane@example.com"}`},
	"hash_empty_field":  {exactly, `{"id":"42"}`},
	"hash_base64":       {"", "createHmac('sha256', secret).update(message).digest('hex') // not 'base64'"},

	"token_times_missing": {"A token without an end would be good for ever, in whatever hands.", "const now = Math.floor(Date.now() / 1000)\nconst claims = { sub: String(user.id), iat: now, exp: now + 3600 }"},
	"token_milliseconds":  {"", "const now = Math.floor(Date.now() / 1000)"},
	"token_expired":       {"A page that was rendered, or cached, an hour ago has the token of an hour ago.", ""},
	"token_not_yet":       {"A minute's difference is forgiven.", ""},
	"token_alg_none":      {anybody, ""},
	"token_revoked":       {"Your server signed this person out, everywhere or in one session, and whoever kept an old page must not come back by it.", ""},
	"mismatch":            {"A proof that is about somebody else proves nothing of this one.", "Nametag('identify', { token }) // the token alone says who it is"},
	"email_unconfirmed":   {"Whoever can sign up with any address at your site would be verified as its owner here.", "const claims = { email: user.email, email_verified: true, iat: now, exp: now + 300 }"},
	"link_token":          {"A link lands in histories and mails: what is in it must work once, soon, and in one place.", ""},
	"carry_expired":       {"", "location.href = await Nametag('linkTo', 'https://help.example.com/')"},
}
