package client

import (
	"regexp"

	"github.com/mileusna/useragent"
)

// Words by which crawlers, link previews, monitors and HTTP libraries name themselves.
var botWords = regexp.MustCompile(`(?i)bot\b|bot/|crawl|spider|slurp|mediapartners|facebookexternalhit|facebookcatalog|` +
	`whatsapp/|embedly|quora link preview|bingpreview|google-inspectiontool|googleother|google-read-aloud|` +
	`apis-google|feedfetcher|pingdom|uptimerobot|statuscake|gtmetrix|lighthouse|pagespeed|ptst/|` +
	`^(curl|wget|python|java|go-http-client|okhttp|node-fetch|axios|libwww|php|ruby|apache-httpclient)\b`)

// Words by which browsers say that they run without a screen.
var headlessWords = regexp.MustCompile(`(?i)headless|phantomjs|slimerjs|jsdom|happydom`)

// Headless reports whether a browser says that it runs without a screen: perhaps nobody sits in front of it. That is no
// [Bot] yet.
func Headless(userAgent string) bool {
	return headlessWords.MatchString(userAgent[:min(len(userAgent), userAgentBytes)])
}

// isBot trusts words over the library, which takes every headless browser for a bot.
func isBot(userAgent string, ua useragent.UserAgent) bool {
	if botWords.MatchString(userAgent) {
		return true
	}
	return ua.Bot && ua.Name != useragent.HeadlessChrome
}
