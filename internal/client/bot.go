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

// isBot trusts words over the library, which takes every headless browser for a bot.
func isBot(userAgent string, ua useragent.UserAgent) bool {
	if botWords.MatchString(userAgent) {
		return true
	}
	return ua.Bot && ua.Name != useragent.HeadlessChrome
}
