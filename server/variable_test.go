package main

import "testing"

// What starts programs sets variables to nothing where it has nothing for them: then they count as not given.
func TestEmptyVariablesAreNotGiven(t *testing.T) {
	data := t.TempDir()
	for _, name := range []string{"ORIGIN", "LINK_HOURS", "ENFORCEMENT", "COOKIE_DOMAIN", "EMAILS_CONFIRMED"} {
		t.Setenv("NAMETAG_"+name, "")
	}
	t.Setenv("NAMETAG_ALIAS", "old,older")
	t.Setenv("NAMETAG_UNPROVEN", "fill_blanks")
	var made madeSite
	typing(t, "", "site", "create", "--name", "Shop", "--json", "--data", data).must(t, &made)
	if got, want := described(made), "Shop [old older] [] [] observe false fill_blanks false 12  1024 0 0 false [] false"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	t.Setenv("NAMETAG_NAME", "")
	if got := typing(t, "", "site", "create", "--data", data); got.code != exitUsage {
		t.Errorf("without a name: got code %d, want 2; %s", got.code, got.err)
	}
}
