package wire_test

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/nametag-dev/nametag/internal/wire"
)

// golden are the types that the files in testdata hold samples of. The same files are read by TypeScript tests.
var golden = map[string]any{
	"Batch": wire.Batch{}, "BatchAnswer": wire.BatchAnswer{}, "ErrorAnswer": wire.ErrorAnswer{},
	"VisitorFrame": wire.VisitorFrame{}, "VisitorPush": wire.VisitorPush{}, "Heartbeat": wire.Heartbeat{},
	"PanelFrame": wire.PanelFrame{}, "PanelPush": wire.PanelPush{},
	"ContactList": wire.ContactList{}, "LedgerPage": wire.LedgerPage{}, "VisitorDetail": wire.VisitorDetail{},
	"SessionList": wire.SessionList{}, "Merge": wire.Merge{}, "MergeRequest": wire.MergeRequest{}, "Settlement": wire.Settlement{}, "Token": wire.Token{},
	"Me": wire.Me{}, "SiteSettings": wire.SiteSettings{},
	"Question": wire.Question{}, "Diagnosis": wire.Diagnosis{},
	"SiteChange": wire.SiteChange{}, "Evidence": wire.Evidence{}, "SigningKey": wire.SigningKey{}, "SigningKeyList": wire.SigningKeyList{},
	"NewSigningKey": wire.NewSigningKey{}, "Retirement": wire.Retirement{},
	"AgentList": wire.AgentList{}, "AgentAccount": wire.AgentAccount{}, "NewAgent": wire.NewAgent{}, "AgentChange": wire.AgentChange{},
	"Invitation": wire.Invitation{}, "Invited": wire.Invited{}, "APIKeyList": wire.APIKeyList{}, "APIKey": wire.APIKey{}, "NewAPIKey": wire.NewAPIKey{},
}

// Every golden frame is read strictly into its type and spelt again as it was: no member is lost, none is added.
func TestGoldenFramesSurviveARoundTrip(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no golden files", err)
	}
	unread := map[string]bool{}
	for name := range golden {
		unread[name] = true
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var samples map[string][]jsontext.Value
		if err := wire.Decode(data, &samples); err != nil {
			t.Fatal(file, err)
		}
		for name, list := range samples {
			delete(unread, name)
			for _, sample := range list {
				checkRoundTrip(t, file, name, sample)
			}
		}
	}
	for name := range unread {
		t.Errorf("no golden sample of %s", name)
	}
}

func checkRoundTrip(t *testing.T, file, name string, sample jsontext.Value) {
	t.Helper()
	zero, ok := golden[name]
	if !ok {
		t.Errorf("%s: no type is called %s", file, name)
		return
	}
	into := reflect.New(reflect.TypeOf(zero))
	if err := wire.Decode(sample, into.Interface()); err != nil {
		t.Errorf("%s: %s: %v", file, name, err)
		return
	}
	got, want := jsontext.Value(wire.Encode(into.Elem().Interface())), sample.Clone()
	if err := got.Canonicalize(); err != nil {
		t.Fatal(err)
	}
	if err := want.Canonicalize(); err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s: %s\n got %s\nwant %s", file, name, got, want)
	}
}

// Whatever text found its way in can be spelt.
func TestTextThatIsNoUTF8IsSpelt(t *testing.T) {
	t.Parallel()
	page := wire.Page{URL: "https://shop.example/\xff", Title: "\xed\xa0\x80"}
	if got, want := string(wire.Encode(page)), `{"url":"https://shop.example/�","title":"���"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	wire.Encode(wire.Bag{Traits: map[string]wire.Value{"\xff": {}, "\xfe": {}}})
}
