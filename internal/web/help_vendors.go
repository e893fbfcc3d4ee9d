package web

// vendorsHelp is what developer's mode says on pages that were written for another vendor (widget/src/compat/).
var vendorsHelp = helpGroup{
	ID: "vendors", Title: "Pages written for another vendor",
	About: "Such pages load `/compat/<vendor>.js` and stay as they are. These are warned of on localhost, and where the script tag has `data-debug`; each once.",
	Topics: []helpTopic{
		{
			Code: "not_here", What: "The page calls something that Nametag doesn't have.",
			Why: "It is about the vendor's chat, calls or recordings, not about who the visitor is. The call is taken, gives what it gives there, and does nothing.",
			Do:  "Nothing, if the page can do without; else take the call out.",
		}, {
			Code: "init_twice", What: "The page calls Upscope('init', …) more than once.",
			Why:  "The first call counts. What a later one says of the visitor is left out, as it was there.",
			Do:   "Call init once per page, and updateConnection when you know more.",
			Show: "Upscope('updateConnection', { uniqueId: user.id, identities: [user.name, user.email] })",
		}, {
			Code: "no_email", What: "The call's metadata has no email.",
			Why:  "ServiceBell ignores metadata without an email, and so does Nametag for its pages. The id counts.",
			Do:   "Pass the email in the metadata, or call Nametag('setAttributes', …), which needs none.",
			Show: "ServiceBell('identify', user.id, { email: user.email, displayName: user.name })",
		}, {
			Code: "one_of_two", What: "The page's settings have an email or a token, and not the other one.",
			Why:  "HubSpot knows a visitor only by the two together, and so does Nametag for its pages. Until both are there, the visitor is anonymous. A token is a text: what answers the request for one is an object, with the token in it.",
			Do:   "Ask your server for the token first, and set the two at once, before the widget is loaded.",
			Show: "window.hsConversationsSettings = { identificationEmail: user.email, identificationToken: answer.token }",
		},
	},
}
