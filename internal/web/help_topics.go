package web

import (
	"strings"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// helpTopic is what /help says of one code.
type helpTopic struct {
	Code string
	What string // is wrong
	Why  string // "" where that is plain
	Do   string
	Show string // code that does it right, "" where none is needed
}

type helpGroup struct {
	ID, Title, About string
	Show             string
	Topics           []helpTopic
}

// helpGroups are all codes that somebody can meet, each once: what the server knows of them in its catalogue and its
// lists of reasons, with the asides.
func (s *server) helpGroups() []helpGroup {
	errors := helpGroup{ID: "errors", Title: "Errors", About: "What a call or a request is refused with, as the `code` of its error. A refused call changes nothing."}
	for _, e := range nametag.Errors {
		errors.add(helpTopic{Code: e.Code, What: e.Message, Do: e.Help})
	}
	hashes := helpGroup{ID: "hashes", Title: "Hashes and keys", About: "Why a hash isn't accepted. While the site is in development mode the page is told; the doctor, on the panel's Security page, always says it. On your server, this makes a right one:", Show: s.nodeSnippet("json")}
	tokens := helpGroup{ID: "tokens", Title: "Tokens", About: "Why a token isn't accepted, or proves less than it seems to. On your server, this makes a right one:", Show: s.nodeSnippet("token")}
	links := helpGroup{ID: "links", Title: "Links between domains", About: "Why a link didn't carry the identity to another of the site's domains. Pages aren't told: these stand in the person's history in the panel."}
	for _, r := range nametag.Reasons {
		topic := helpTopic{Code: r.Code, What: r.Message, Do: r.Help}
		switch first, _, _ := strings.Cut(r.Code, "_"); first {
		case "carry", "link":
			links.add(topic)
		case "token", "email", "mismatch":
			tokens.add(topic)
		default:
			hashes.add(topic)
		}
	}
	return []helpGroup{consoleHelp, vendorsHelp, leftOutHelp, errors, hashes, tokens, links}
}

// add takes a topic in, with what there is to say besides.
func (g *helpGroup) add(t helpTopic) {
	if more, ok := asides[t.Code]; ok {
		t.Why, t.Show = more.why, more.show
	}
	g.Topics = append(g.Topics, t)
}

// nodeSnippet is the code that the panel and the README show, "" where there is none.
func (s *server) nodeSnippet(use string) string {
	code, ok := s.Snippet("node")
	if !ok {
		return ""
	}
	return strings.TrimSpace(code.For(use))
}
