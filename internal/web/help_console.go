package web

// consoleHelp is what only developer's mode says: the widget's own findings (widget/src/mistakes.ts).
var consoleHelp = helpGroup{
	ID: "console", Title: "Calls that are not what they seem",
	About: "These calls are carried out, and yet the page probably means something else. They are warned of on localhost, and where the script tag has `data-debug`; in production the console stays silent.",
	Topics: []helpTopic{
		{
			Code: "id_missing", What: "identify was called without an id.",
			Why:  "It mostly means that the call runs before the page knows who is logged in, or on pages where nobody is. What the call says besides is kept with the anonymous visitor; `null` for an id logs out.",
			Do:   "Call identify when the user is known. Where nobody is logged in, call nothing: the visitor is there by itself. Traits alone go with setAttributes.",
			Show: "if (user) Nametag('identify', user.id, { email: user.email })",
		}, {
			Code: "id_is_email", What: "The id looks like an email address.",
			Why:  "An id is only an id: people change their addresses, and with the address as the id they become somebody else when they do. The contact has no email by it, either.",
			Do:   "Pass the id that the user has in your database, and the address as email. Where you have no ids, pass the email alone.",
			Show: "Nametag('identify', user.id, { email: user.email })\nNametag('identify', { email: user.email }) // without ids",
		}, {
			Code: "email_missing", What: "identify was called with an id, but neither with an email nor with a proof.",
			Why:  "It works, but whoever watches the panel sees an id where an address would say more, and cannot search for it.",
			Do:   "Pass the email, if you know it. If you leave it out on purpose, say `email: null`, and this isn't said again.",
			Show: "Nametag('identify', user.id, { email: user.email, name: user.name })",
		}, {
			Code: "two_ids", What: "Two different ids were identified on one page, and no reset came between.",
			Why:  "Another id is another person: the browser becomes a new visitor, and what came before stays with the first. Where one person has two ids, half of her history is missing in each.",
			Do:   "Call reset at log-out. If it is one person, pass the same id everywhere, and other names for her as identities or in custom_data.",
			Show: "await Nametag('reset') // at log-out, before the next person is identified",
		}, {
			Code: "identify_arguments", What: "The second argument of identify isn't an object of traits, or stands beside an object that says everything.",
			Why:  "A hash in second place proves nothing there, and traits beside the one object are not read.",
			Do:   "Pass id, traits and proof in this order, or one object with all of it.",
			Show: "Nametag('identify', user.id, { email: user.email }, hash)\nNametag('identify', { external_id: user.id, email: user.email, token })",
		}, {
			Code: "proof_failed", What: "The call had a hash or a token, but the person is only claimed.",
			Why: "The proof wasn't accepted. Exactly why, pages are told only while the site is in development mode: it would help strangers to guess.",
			Do:  "Turn on development mode with `nametag site set KEY --dev`, load the page again, and the warning names the reason. Or ask the doctor on the Security page.",
		}, {
			Code: "tag_pattern", What: "The tag isn't a badge such as PAID_PLAN.",
			Why:  "One tag stands beside the name, as an icon: `PAID_PLAN`, `NEW_PLAN` and `TRIAL_PLAN` have one. Any other text is shown as it is.",
			Do:   "Write one word in capital letters. Everything else is a hashtag, and goes into tags.",
			Show: "Nametag('setAttributes', { tag: 'PAID_PLAN', tags: ['#beta', '#europe'] })",
		}, {
			Code: "tags_pattern", What: "Not all of tags are hashtags.",
			Why:  "Agents search for a tag by its one word.",
			Do:   "Send a list of single words of letters, digits, - and _, with or without #.",
			Show: "Nametag('setAttributes', { tags: ['#beta', '#very-important'] })",
		}, {
			Code: "integration_ids_pattern", What: "Not all of integration_ids are written name:id.",
			Why:  "The name says in which of your other systems the id is to be looked up.",
			Do:   "Put the system's name and a colon before each id.",
			Show: "Nametag('setAttributes', { integration_ids: ['crm:8817', 'billing:c-42'] })",
		}, {
			Code: "script_twice", What: "The page loads nametag.js more than once.",
			Why:  "The first copy works; the others do nothing, whatever site they name. Often one stands in the page and another one in a tag manager.",
			Do:   "Leave one script tag. In a single-page app, put it into the page itself, not into a component that is drawn again.",
			Show: `<script async src="https://nametag.example.com/nametag.js" data-site="YOUR_SITE_KEY"></script>`,
		},
	},
}

// leftOutHelp are the reasons in an answer's rejected that are no errors elsewhere.
var leftOutHelp = helpGroup{
	ID: "left-out", Title: "Fields that were left out",
	About: "One field of a call couldn't be taken, and the rest went on: the answer names it in `rejected`, with a reason. Besides these, `too_large`, `wrong_type`, `unknown_field` and `bad_email` mean what they mean as errors.",
	Topics: []helpTopic{
		{Code: "too_long", What: "A text is longer than the limit.", Why: "Profile fields hold at most 500 bytes each: a letter of English is one byte, of other languages up to four.", Do: "Shorten it."},
		{Code: "too_many", What: "A list has more entries than the limit.", Why: "tags, identities and integration_ids hold at most 50 entries each.", Do: "Send fewer; the list that you send replaces the one before."},
		{Code: "control_character", What: "A text has a NUL character in it.", Why: "It mostly means that something other than text was sent, such as the bytes of a file.", Do: "Take it out."},
		{Code: "differs", What: "The id or the email inside traits isn't the one beside traits.", Why: "Both are a claim, and only one of them can be meant: the one beside traits counts.", Do: "Say it once.", Show: "Nametag('identify', { external_id: '42', email: 'jane@example.com', traits: { name: 'Jane' } })"},
	},
}
