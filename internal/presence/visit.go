package presence

import (
	"slices"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// breathe notes a sign of life. After too long a silence it is a new visit.
func (s *visit) breathe(v *visitor, now instant) {
	if s == nil {
		return
	}
	if s.over(now) {
		v.back = true
		v.beginAnew(now)
		s = v.visit
	}
	s.seen = now
	if s.kept && now.sub(s.written) >= lifeGrain {
		s.save()
	}
}

// beginAnew begins a session with the page that is looked at.
func (v *visitor) beginAnew(now instant) {
	v.begin("", now)
	if t := v.looked(); t != nil {
		v.visit.append(t.page, now)
	}
	v.visit.watch(v, now)
}

// view notes that a tab that showed the page known shows another one.
func (s *visit) view(v *visitor, page nametag.Page, known string, now instant) {
	switch {
	case s == nil || s.over(now): // the sign of life that follows begins a session with it
		return
	case page.URL != known:
		s.append(page, now)
	case page.URL != "" && s.lastURL() == page.URL && s.pages[len(s.pages)-1].Title != page.Title:
		s.pages = slices.Clone(s.pages)
		s.pages[len(s.pages)-1].Title = page.Title
	default:
		return
	}
	if s.kept {
		s.save()
	}
}

func (s *visit) append(page nametag.Page, now instant) {
	s.pages = append(s.pages, nametag.PageView{URL: page.URL, Title: page.Title, At: now.time()})
	s.pages = s.pages[max(0, len(s.pages)-nametag.SessionPages):]
	s.count++
}

func (s *visit) lastURL() string {
	if s == nil || len(s.pages) == 0 {
		return ""
	}
	return s.pages[len(s.pages)-1].URL
}

// watch measures for how long an anonymous visitor was visibly here, and no bot.
func (s *visit) watch(v *visitor, now instant) {
	if s == nil || s.kept {
		return
	}
	visible := v.visible() && !v.unknownBot()
	switch {
	case visible && s.watched == 0:
		s.watched = now
		if !s.ripening {
			s.ripening = true
			v.board.room.unripe = append(v.board.room.unripe, s)
		}
	case !visible && s.watched != 0:
		s.shownFor += now.sub(s.watched)
		s.watched = 0
	}
}

// ripe reports whether it was seen for long enough to be kept.
func (s *visit) ripe(now instant) bool {
	shown := s.shownFor
	if s.watched != 0 {
		shown += now.sub(s.watched)
	}
	return shown >= keepAfter
}

// keep makes the session one that is written down. What an impersonator does is nobody's history.
func (s *visit) keep(v *visitor) {
	if s == nil || s.kept || v.link.Actor != "" {
		return
	}
	s.kept = true
	s.save()
}

// end closes the session's books.
func (s *visit) end(v *visitor, now instant) {
	if s == nil {
		return
	}
	if s.watched != 0 {
		s.shownFor += now.sub(s.watched)
		s.watched = 0
	}
	if s.kept && s.seen != s.written {
		s.save()
	}
}

// save puts the session among those that are to be written.
func (s *visit) save() {
	if !s.dirty {
		s.dirty = true
		r := s.visitor.board.room
		r.unsaved = append(r.unsaved, s)
	}
}

// spell is the session as it is now.
func (s *visit) spell() nametag.Session {
	v := s.visitor
	return nametag.Session{
		Site: v.board.site, Visitor: v.id, ID: s.id, Started: s.started.time(), Seen: s.seen.time(), Device: v.client.device.Value(),
		IP: v.client.ip, Country: v.client.country, Referrer: s.referrer, Pages: slices.Clip(s.pages), Count: s.count,
	}
}
