package nametag

// Claim is what one identify or update call says (spec identity §2), already parsed but not judged.
type Claim struct {
	ExternalID  Said
	Email       Said
	Profile     map[Field]Words
	Custom      map[string]string // key → any JSON value as JSON.stringify writes it; "" removes the key
	ClearCustom bool              // custom_data itself was null: every key that Custom doesn't name goes
	Hash        string
	Token       string
	Arriving    string      // the origin of the page at which the token arrived in a link; "" for any other claim
	NeedsEmail  bool        // a token and an email count only together: without the other, neither names anybody (spec api §2)
	FillsBlanks bool        // of a contact that another visitor made, what is said without proof fills blanks only (spec identity §6)
	Rejected    []Rejection // fields that could not be parsed
}

// Said is what a claim says of an identifier. The zero Said says nothing.
type Said struct {
	Present bool
	Text    string // "" removes it (null)
}

// Words are what a claim says of a profile field: one text, or a list. The zero Words remove it (null).
type Words struct {
	Text string
	List []string
}

// Call tells a claim that names a person from one that only changes what is said of them: update and attributes
// never fence on an email alone (spec identity §5).
type Call uint8

const (
	CallIdentify Call = iota
	CallUpdate
)

// Command is one call of a browser that makes a claim.
type Command struct {
	ID    CommandID
	Call  Call
	Claim Claim
	Place Place // where the page is, for the counts
}
