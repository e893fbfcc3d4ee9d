package client_test

import (
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/client"
)

func TestParseTellsDevicesApart(t *testing.T) {
	t.Parallel()
	const safari = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1"
	for name, c := range map[string]struct {
		userAgent string
		want      client.Device
	}{
		"Chrome on a Mac":          {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36", client.Device{Kind: "desktop", Browser: "Chrome 130", OS: "macOS"}},
		"Edge on Windows":          {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0", client.Device{Kind: "desktop", Browser: "Edge 130", OS: "Windows"}},
		"Firefox on Linux":         {"Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", client.Device{Kind: "desktop", Browser: "Firefox 132", OS: "Linux"}},
		"Safari on an iPhone":      {"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) " + safari + " Mobile/15E148 Safari/604.1", client.Device{Kind: "phone", Browser: "Safari 18", OS: "iOS"}},
		"Safari on an iPad":        {"Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) " + safari + " Mobile/15E148 Safari/604.1", client.Device{Kind: "tablet", Browser: "Safari 18", OS: "iOS"}},
		"Chrome on a phone":        {"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36", client.Device{Kind: "phone", Browser: "Chrome 130", OS: "Android"}},
		"Chrome on a tablet":       {"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36", client.Device{Kind: "tablet", Browser: "Chrome 130", OS: "Android"}},
		"headless isn't a bot yet": {"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/130.0.0.0 Safari/537.36", client.Device{Kind: "desktop", Browser: "Headless Chrome 130", OS: "Linux"}},
		"nothing":                  {"", client.Device{}},
	} {
		if got := client.Parse(c.userAgent); got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
}

func TestParseKnowsBotsByTheirOwnWord(t *testing.T) {
	t.Parallel()
	for _, userAgent := range []string{
		"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
		"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36",
		"Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
		"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
		"Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; Bytespider; spider-feedback@bytedance.com)",
		"facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
		"Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Chrome-Lighthouse",
		"curl/8.5.0", "python-requests/2.32", "Go-http-client/1.1", "WhatsApp/2.23.20.0",
	} {
		if got := client.Parse(userAgent).Kind; got != client.Bot {
			t.Errorf("%s: got kind %q, want a bot", userAgent, got)
		}
	}
	cubot := "Mozilla/5.0 (Linux; Android 9; CUBOT_X18_Plus) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36"
	if got := client.Parse(cubot).Kind; got != "phone" {
		t.Errorf("a phone made by Cubot: got kind %q, want phone", got)
	}
}

func TestHeadlessBrowsersSaySo(t *testing.T) {
	t.Parallel()
	for userAgent, want := range map[string]bool{
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/130.0.0.0 Safari/537.36":                               true,
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/130.0.0.0 Safari/537.36 HeadlessEdg/130.0.0": true,
		"Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) PhantomJS/2.1.1 Safari/538.1":                                      true,
		"Mozilla/5.0 (X11; Linux x86_64; rv:59.0) Gecko/20100101 SlimerJS/1.0.0":                                                                      true,
		"Mozilla/5.0 (linux) AppleWebKit/537.36 (KHTML, like Gecko) jsdom/25.0.1":                                                                     true,
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HappyDOM/20.0.0":                                                      true,
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36":                       false,
		"Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0":                                                                      false,
		"": false, strings.Repeat("a", 512) + "headless": false,
	} {
		if got := client.Headless(userAgent); got != want {
			t.Errorf("%s: got %v, want %v", userAgent, got, want)
		}
		if got := client.Parse(userAgent).Kind; got == client.Bot {
			t.Errorf("%s: got a bot, want that to be for those to judge who see what it does", userAgent)
		}
	}
}

// What is read out of a header goes into JSON and in front of agents, so it must be short, printable text.
func FuzzParse(f *testing.F) {
	f.Add("Mozilla/5.0 \xff\xfe (X11; Linux \x80) Chrome/99999999999999999999 \u202e")
	f.Add("\xffName/1.0")
	f.Add(strings.Repeat("A", 4096) + "/1")
	f.Fuzz(func(t *testing.T, userAgent string) {
		d := client.Parse(userAgent)
		for _, part := range []string{d.Kind, d.Browser, d.OS} {
			if len(part) > 60 || strings.ContainsFunc(part, func(r rune) bool { return r < ' ' || r > '~' }) {
				t.Errorf("%q: got %q", userAgent, part)
			}
		}
	})
}
