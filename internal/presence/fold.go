package presence

import "github.com/nametag-dev/nametag/internal/nametag"

// folded is what searches look at in a row, as they compare it. Each part is folded when a search first asks for it, and
// then once for each change of what it says: strangers say as much as they like, and many may search.
type folded struct {
	person *foldedPerson // nil: nobody has asked yet
	page   *foldedPage
	visit  *foldedVisit
}

type foldedPerson struct {
	name, email, externalID, company string
	tags                             []string // the badge among them
	integrations                     []string
}

type foldedPage struct{ url, title string }

type foldedVisit struct{ referrer, campaign, browser, os string }

// keep keeps what is as it was.
func (f *folded) keep(was, is *summary) {
	if was.page != is.page {
		f.page = nil
	}
	if was.referrer != is.referrer || was.campaign != is.campaign || was.client.device != is.client.device {
		f.visit = nil
	}
}

// fold folds a text for searches, and counts what that takes.
func (b *board) fold(text string) string {
	as := nametag.Searchable(text)
	b.room.folding += min(len(text), nametag.SearchableBytes) + len(as)
	return as
}

func (b *board) foldAll(texts []string) []string {
	all := make([]string, len(texts))
	for i, t := range texts {
		all[i] = b.fold(t)
	}
	return all
}

var unsaid foldedPerson

// foldedPerson is what is known of the person.
func (r *row) foldedPerson() *foldedPerson {
	d, b := r.person, r.board
	if d == nil {
		return &unsaid
	}
	if r.folded.person == nil {
		r.folded.person = &foldedPerson{
			name: b.fold(d.Name), email: b.fold(d.Email), externalID: b.fold(d.ExternalID), company: b.fold(d.Company),
			tags: append(b.foldAll(d.Tags), b.fold(d.Tag)), integrations: b.foldAll(d.Integrations),
		}
	}
	return r.folded.person
}

// foldedPage is the page that the row shows.
func (r *row) foldedPage() *foldedPage {
	if r.folded.page == nil {
		p := &r.summary.page
		r.folded.page = &foldedPage{url: r.board.fold(p.URL), title: r.board.fold(p.Title)}
	}
	return r.folded.page
}

// foldedVisit is from where the row's session came, and on what it goes on.
func (r *row) foldedVisit() *foldedVisit {
	if r.folded.visit == nil {
		s, d := &r.summary, r.summary.client.device.Value()
		r.folded.visit = &foldedVisit{
			referrer: r.board.fold(s.referrer), campaign: r.board.fold(s.campaign), browser: r.board.fold(d.Browser), os: r.board.fold(d.OS),
		}
	}
	return r.folded.visit
}
