package bundle_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"
)

// TestEveryCountryHasItsFlag: the panel shows one for each code that has a name.
func TestEveryCountryHasItsFlag(t *testing.T) {
	t.Parallel()
	out := build(t)
	sheet := string(out.Files["panel/flags.svg"])
	countries := 0
	for first := 'A'; first <= 'Z'; first++ {
		for second := 'A'; second <= 'Z'; second++ {
			code := string(first) + string(second)
			region, err := language.ParseRegion(code)
			if err != nil || !region.IsCountry() || region.String() != code || slices.Contains(none, code) {
				continue
			}
			countries++
			if !strings.Contains(sheet, `<symbol id="`+code+`" viewBox="`) {
				t.Errorf("%s has no flag", code)
			}
		}
	}
	if countries < 249 {
		t.Errorf("only %d countries were looked for", countries)
	}
	if panel := string(out.Files["panel/panel.js"]) + string(out.Files["panel/chunk.js"]); !strings.Contains(panel, `"/panel/flags.`) || strings.Contains(panel, `"/panel/flags.svg`) {
		t.Error("the panel doesn't name its flags by their hash")
	}
}

// none are codes of what isn't a country, or not any more.
var none = strings.Fields("AN BU CP CQ CS CT DD DG DY EA EZ FQ FX HV JT MI NH NQ NT PC PU PZ RH SU TP UK UN VD WK YD YU ZR")
