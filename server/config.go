package main

import (
	"io"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/bench"
	"github.com/nametag-dev/nametag/internal/nametag"
)

// commands are everything that can be typed (spec api §1): one row per command and flag, each with its default and
// its sentence. Every flag is also an environment variable: NAMETAG_ and the flag's name in capitals, unless its row
// names another; an empty one counts as none. Nothing else in the program reads the environment.
type commands struct {
	Serve serve `cmd:"" default:"withargs" help:"Run the server (the default command)."`

	Admin struct {
		Create adminCreate `cmd:"" help:"Make an agent's account, or give a known one a new password."`
		List   adminList   `cmd:"" help:"List the agents."`
		Remove adminRemove `cmd:"" help:"Remove an agent: their logins end."`
	} `cmd:"" help:"Accounts of the people who use the panel."`
	Site struct {
		Create siteCreate `cmd:"" help:"Make a site."`
		List   siteList   `cmd:"" help:"List the sites."`
		Set    siteSet    `cmd:"" help:"Change a site."`
	} `cmd:"" help:"Sites: whose visitors are known here."`
	Key struct {
		Create keyCreate `cmd:"" help:"Make a signing key and print its secret, this once."`
		List   keyList   `cmd:"" help:"List a site's signing keys."`
		Retire keyRetire `cmd:"" help:"Retire a signing key: it proves nothing from then on."`
	} `cmd:"" help:"Signing keys: how a site's own server proves who its users are."`
	Apikey struct {
		Create apikeyCreate `cmd:"" help:"Make an API key and print it, this once."`
		List   apikeyList   `cmd:"" help:"List a site's API keys."`
		Revoke apikeyRevoke `cmd:"" help:"Revoke an API key: it opens nothing from then on."`
	} `cmd:"" help:"API keys: what a site's own server may read and write here."`
	Token struct {
		Create tokenCreate `cmd:"" help:"Make a token with the site's newest key for tokens, for trying things."`
	} `cmd:"" help:"Tokens: what a site's own server says of one user, signed."`
	Doctor doctor `cmd:"" help:"Say why a hash or a token is not accepted, and what should have been signed. Exits with 1 if it isn't accepted."`
	Verify verify `cmd:"" help:"Replay the ledger from nothing and compare what it gives with the tables. Exits with 1 if they differ."`
	Bench  struct {
		Run   benchmark `cmd:"" default:"withargs" help:"Print figures beside the machine's own limits (the default)."`
		Crowd crowd     `cmd:"" help:"Serve a site that is full of made-up visitors, to look at its panel. Nothing of it is kept."`
	} `cmd:"" help:"Measure this machine, and this program on it."`
}

// folder is where everything is kept.
type folder struct {
	Data string `default:"./data" type:"path" help:"Folder that holds the database and the server's keys (made if missing)."`
}

// printed is how a command prints what it made.
type printed struct {
	folder
	JSON bool `name:"json" help:"Print JSON, for programs."`
}

type serve struct {
	folder
	Listen    string `default:"127.0.0.1:8080" help:"Address to listen on. Port 0 takes a free one."`
	PublicURL string `name:"public-url" placeholder:"URL" help:"Where browsers reach this server, if not at the address it listens on. https makes the panel's cookie Secure."`
	Demo      bool   `help:"Add the demo shop at /demo/, with a site, contacts and history of its own."`
	Dev       bool   `help:"Read the panel, the widget and the demo from ./static at each request, and keep the first site in development mode."`
	CountryDB string `name:"country-db" type:"path" placeholder:"FILE" help:"Database of the countries that addresses are in, in MaxMind's format (.mmdb), such as GeoLite2-Country; read once, at the start. Without it no country is shown."`
	LogLevel  string `default:"info" enum:"error,warn,info,debug" help:"What is logged: error, warn, info or debug, each with those before it. debug adds a line about each request: its route, status, time and size, and nobody's address."`
	doors
	kept

	inhabit bench.Inhabit // brings made-up visitors; nil: only real ones come
}

// crowd is a server for looking at, not for keeping.
type crowd struct {
	Visitors uint32 `default:"100000" env:"NAMETAG_CROWD_VISITORS" help:"Visitors who are online from the beginning."`
	Changes  uint32 `default:"5000" env:"NAMETAG_CROWD_CHANGES" help:"Things that happen in a second: pages, arrivals, departures and the like."`
	Seed     uint64 `default:"1" env:"NAMETAG_CROWD_SEED" help:"The same seed is the same people, who do the same."`
	Listen   string `default:"127.0.0.1:0" env:"NAMETAG_CROWD_LISTEN" help:"Address to listen on. Port 0 takes a free one."`
	Profile  string `env:"NAMETAG_CROWD_PROFILE" type:"path" placeholder:"FILE" help:"Write a CPU profile from when all visitors are there."`
}

// kept says how many days what strangers leave behind is kept at most (spec security §6): sites may have it shorter.
type kept struct {
	AnonymousDays uint16 `default:"30" help:"Days for which what is known of a visitor is kept whom nobody named, after it was last heard of. 0 is for ever."`
	UnprovenDays  uint16 `default:"400" help:"The same for a contact that nobody ever vouched for: then it is erased. 0 is for ever."`
	EvidenceDays  uint16 `default:"8" help:"Days for which counts of claims, why proofs failed and examples without values are kept; at least 8."`
}

// doors are what guards a server's doors (spec security §6).
type doors struct {
	TrustedProxy       []proxy `placeholder:"ADDR|CIDR" help:"Address, or range of addresses, of a reverse proxy whose X-Forwarded-For and X-Forwarded-Proto are believed; may be given again. Without it they are nobody's."`
	LimitAddress       uint32  `default:"200" help:"Commands, heartbeats, sockets and their frames that one client address (of IPv6 one /64) may send in a second, and requests to the server API; half a minute's worth may come at once. 0 is no limit, here and below."`
	LimitVisitor       uint32  `default:"10" help:"The same for one visitor."`
	LimitSite          uint32  `default:"10000" help:"The same for all visitors of one site."`
	LimitKey           uint32  `default:"100" help:"The same for requests with one API key."`
	VisitorsPerAddress uint32  `default:"200" help:"Visitors that are here at a time from one client address. Beyond that those who are known take the place of those who aren't, and the others are not shown. 0 is no limit."`
	SocketsPerVisitor  uint16  `default:"20" help:"Sockets that one visitor has at a time, 1 to 1000. Beyond that the oldest is closed."`
}

type adminCreate struct {
	printed
	Email         string       `required:"" placeholder:"EMAIL" help:"The agent's email address, for logging in."`
	PasswordStdin bool         `help:"Read the password from standard input. Without it a good one is made and printed, this once."`
	Role          *access.Role `enum:"admin,agent" placeholder:"admin|agent" help:"admin sees and changes everything; agent watches the sites given with --site. Without it a known account keeps what it has, and a new one is an admin's."`
	Site          []string     `placeholder:"KEY" help:"Site that an agent may watch; may be given again."`
}

type adminList struct{ printed }

type adminRemove struct {
	printed
	Email string `required:"" placeholder:"EMAIL" help:"The agent's email address."`
}

// settings are a site's, as they are given both at its making and later.
type settings struct {
	Origin             []string             `placeholder:"ORIGIN" help:"Origin whose pages may use the site, such as https://example.com or https://*.example.com; may be given again."`
	LinkedDomain       []string             `placeholder:"ORIGIN" help:"Origin to which identities may be carried; may be given again."`
	Alias              []string             `placeholder:"KEY" help:"Another key that means this site, such as the one of an earlier vendor; may be given again."`
	Enforcement        *nametag.Enforcement `enum:"observe,require" placeholder:"observe|require" help:"What becomes of claims without proof: observe counts them, require refuses them."`
	EmailsConfirmed    *bool                `negatable:"" help:"The site confirms its users' email addresses, so that a proof that covers one verifies it."`
	Unproven           *nametag.Unproven    `enum:"latest,fill_blanks" placeholder:"latest|fill_blanks" help:"What an unproven value does to a contact that nobody vouched for: the latest wins, or it only fills blanks."`
	MatchUnprovenEmail *bool                `negatable:"" help:"Let an unproven email find a contact."`
	LinkHours          *int                 `placeholder:"HOURS" help:"How long a link lasts whose proof has no end of its own, such as a hash; 12 unless given."`
	CookieDomain       *string              `placeholder:"DOMAIN" help:"Domain whose subdomains share the visitor's cookie, such as example.com; empty keeps it to one host."`
	AnonymousDays      *int                 `placeholder:"DAYS" env:"NAMETAG_SITE_ANONYMOUS_DAYS" help:"Days for which what is known of a visitor is kept whom nobody named: fewer than the server's, or 0 for as many."`
	UnprovenDays       *int                 `placeholder:"DAYS" env:"NAMETAG_SITE_UNPROVEN_DAYS" help:"The same for a contact that nobody ever vouched for."`
	StoreIPs           *bool                `name:"store-ips" negatable:"" help:"Keep the address that each visit came from."`
	AvatarHost         []string             `placeholder:"HOST" help:"Host whose pictures of people agents see whoever says them, such as pictures.example.com or *.example.com; may be given again."`
	CustomDataBytes    *int                 `placeholder:"BYTES" help:"What a contact's custom_data may weigh, as JSON; 1024 unless given."`
	SiteDev            *bool                `name:"dev" negatable:"" env:"NAMETAG_SITE_DEV" help:"Development mode for 24 hours: pages on localhost are let in and are told exact reasons."`
}

type siteCreate struct {
	printed
	Name string `required:"" placeholder:"NAME" help:"What people call it."`
	settings
}

type siteList struct{ printed }

type siteSet struct {
	printed
	Key  string  `arg:"" help:"The site's key."`
	Name *string `placeholder:"NAME" help:"What people call it."`
	settings
	RemoveOrigin       []string `placeholder:"ORIGIN" help:"Origin to take off the list; may be given again."`
	RemoveLinkedDomain []string `placeholder:"ORIGIN" help:"Linked domain to take off the list; may be given again."`
	RemoveAlias        []string `placeholder:"KEY" help:"Alias to take off the list; may be given again."`
	RemoveAvatarHost   []string `placeholder:"HOST" help:"Host of pictures to take off the list; may be given again."`
}

type keyCreate struct {
	printed
	Site        string           `required:"" placeholder:"KEY" help:"The site's key."`
	Name        string           `required:"" placeholder:"NAME" help:"What people call the key."`
	Use         []nametag.KeyUse `default:"token" enum:"token,json,raw-id,raw-email" placeholder:"USE" help:"What it signs: token (stands alone), json, raw-id or raw-email; may be given again."`
	SecretStdin bool             `help:"Take over a secret that the site uses elsewhere, at least 32 characters, from standard input."`
}

type keyList struct {
	printed
	Site string `required:"" placeholder:"KEY" help:"The site's key."`
}

type keyRetire struct {
	printed
	KID    string `arg:"" name:"kid" help:"The signing key's kid."`
	Leaked bool   `help:"Somebody else may know the secret: what rests on it falls at once."`
}

type apikeyCreate struct {
	printed
	Site   string   `required:"" placeholder:"KEY" help:"The site's key."`
	Name   string   `required:"" placeholder:"NAME" help:"What people call the key."`
	Scopes []string `required:"" placeholder:"SCOPE,…" help:"What it may do: contacts:read, contacts:write, visitors:read, site:read, site:write, tokens:create, sessions:revoke, conversations.visitor_identification.tokens.create, or all."`
}

type apikeyList struct {
	printed
	Site string `required:"" placeholder:"KEY" help:"The site's key."`
}

type apikeyRevoke struct {
	printed
	ID string `arg:"" name:"id" help:"The API key's id."`
}

type tokenCreate struct {
	printed
	Site       string `required:"" placeholder:"KEY" help:"The site's key."`
	ExternalID string `name:"external-id" placeholder:"ID" help:"The user's id on the site's own server."`
	Email      string `placeholder:"EMAIL" help:"The user's email address, which counts as confirmed."`
	Name       string `placeholder:"NAME" help:"The user's name."`
	ExpiresIn  int32  `default:"3600" placeholder:"SECONDS" help:"How long it lives, up to a day."`
}

type doctor struct {
	printed
	Site     string  `required:"" placeholder:"KEY" help:"The site's key. Keys of other sites are tried, too: 200 in all."`
	ID       *string `name:"id" placeholder:"ID" help:"The external id, as the page passes it to identify."`
	Email    *string `placeholder:"EMAIL" help:"The email address, as the page passes it to identify."`
	Hash     string  `xor:"proof" required:"" placeholder:"HASH" help:"The hash that is to be looked at."`
	Token    string  `xor:"proof" required:"" placeholder:"TOKEN" help:"The token that is to be looked at, in place of a hash."`
	Language string  `default:"" enum:",node,python,php,ruby,go,java,csharp,perl" placeholder:"LANGUAGE" help:"Show code that makes it right, in node, python, php, ruby, go, java, csharp or perl."`
}

type verify struct{ printed }

func newParser(out, errs io.Writer, exit func(int)) (*kong.Kong, error) {
	return kong.New(&commands{},
		kong.Name("nametag"),
		kong.Description("Who is on your website: a self-hosted visitor-identity server."),
		kong.DefaultEnvars("NAMETAG"),
		kong.PostBuild(withoutEmptyVariables),
		kong.KindMapper(reflect.Slice, wholeLists()),
		kong.Writers(out, errs),
		kong.Exit(exit),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
	)
}

// withoutEmptyVariables takes variables that are set to nothing for not set: what starts programs passes on what it hasn't got.
func withoutEmptyVariables(parser *kong.Kong) error {
	return kong.Visit(parser.Model, func(node kong.Visitable, next kong.Next) error {
		if flag, is := node.(*kong.Flag); is {
			flag.Tag.Envs = slices.DeleteFunc(flag.Tag.Envs, func(name string) bool {
				text, isSet := os.LookupEnv(name)
				return isSet && text == ""
			})
		}
		return next(nil)
	})
}

// wholeLists reads lists as kong does, but with the empty words at their end, which it drops: somebody who types
// --origin "$ORIGIN" is to hear that there was none.
func wholeLists() kong.Mapper {
	const comma = ","
	lists := kong.NewRegistry().RegisterDefaults().ForType(reflect.TypeFor[[]string]())
	return kong.MapperFunc(func(words *kong.DecodeContext, into reflect.Value) error {
		next := words.Scan.Peek()
		if text, is := next.Value.(string); is && (text == "" || strings.HasSuffix(text, comma)) {
			words.Scan.Pop()
			words.Scan.PushTyped(text+comma, next.Type)
		}
		return lists.Decode(words, into)
	})
}
