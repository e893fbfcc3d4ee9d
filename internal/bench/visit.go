package bench

import (
	"context"
	"fmt"
	"net/http"
)

// visit opens the socket of a visitor and says hello; it returns once the visitor is welcome.
func (h *house) visit(ctx context.Context, addr string, nth int, token, tab, title string) (*socket, error) {
	pass, welcome := firstWith(`"welcome"`, nil)
	header := http.Header{"Origin": {origin}, "User-Agent": {userAgent}}
	s, err := openSocket(ctx, nth, "ws://"+addr+"/v1/socket?site="+h.site.Key, header, 512, pass)
	if err != nil {
		return nil, err
	}
	hello := fmt.Sprintf(`{"hello":{"visitor":"%s","page":%s,"tab":"%s","visible":true}}`, token, pageOf(title), tab)
	return s.sendAndWait(ctx, hello, welcome)
}

const userAgent = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"

func pageOf(title string) string {
	return `{"url":"` + origin + `/mugs/blue?utm_source=mail","title":"` + title + `","referrer":"https://search.example/"}`
}

// watch opens the socket of an agent on a window of the newest; it returns once the agent has seen it.
func (h *house) watch(ctx context.Context, addr string, first, count int, take func([]byte)) (*socket, error) {
	pass, snapshot := firstWith(`"snapshot":true`, take)
	s, err := openSocket(ctx, 0, "ws://"+addr+"/api/v1/live", http.Header{"Authorization": {"Bearer " + h.apiKey}}, 16<<10, pass)
	if err != nil {
		return nil, err
	}
	return s.sendAndWait(ctx, fmt.Sprintf(`{"view":{"sort":"newest","first":%d,"count":%d}}`, first, count), snapshot)
}

func (s *socket) sendAndWait(ctx context.Context, text string, came chan struct{}) (*socket, error) {
	if err := s.send(text); err != nil {
		s.close()
		return nil, fmt.Errorf("say hello: %w", err)
	}
	return s.until(ctx, came)
}

// watchRoom opens a socket on the relay that watches a room; it returns once it is in.
func watchRoom(ctx context.Context, addr, room string, take func([]byte)) (*socket, error) {
	pass, in := firstWith(isIn, take)
	s, err := openSocket(ctx, 0, "ws://"+addr+"/watch?room="+room, nil, 16<<10, pass)
	if err != nil {
		return nil, err
	}
	return s.until(ctx, in)
}

// talkTo opens a socket on the relay whose messages go to a room.
func talkTo(ctx context.Context, addr, room string) (*socket, error) {
	return openSocket(ctx, 0, "ws://"+addr+"/talk?room="+room, nil, 512, nil)
}
